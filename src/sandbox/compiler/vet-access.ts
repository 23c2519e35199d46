import ts from 'typescript';
import { type Forbidden, forbiddenProperties } from './forbidden.ts';
import { isOwnText } from './language-service.ts';

type Report = (node: ts.Node, forbidden: Forbidden) => void;

/** What is reached by a key: `x[key]`, `const { [key]: a } = x` and `({ [key]: a } = x)`. */
interface Access {
  readonly key: ts.Expression | ts.PropertyName;
  /** The type of `x`. */
  readonly owner: ts.Type;
}

/**
 * Properties that are reached otherwise than by `x.name`. Where the compiler knows the key it is held to the rules for names, put
 * together from pieces or not; where it does not, `x` must be something whose keys are data. The compartment stays the wall.
 */
export function vetAccess(node: ts.Node, checker: ts.TypeChecker, report: Report): void {
  const access = accessAt(node, checker);
  if (access) vetKey(access, checker, report);
  if (ts.isCallExpression(node)) vetEnumeration(node, checker, report);
}

function accessAt(node: ts.Node, checker: ts.TypeChecker): Access | undefined {
  if (ts.isElementAccessExpression(node))
    return { key: node.argumentExpression, owner: checker.getTypeAtLocation(node.expression) };
  if (
    ts.isBindingElement(node) &&
    ts.isObjectBindingPattern(node.parent) &&
    node.propertyName &&
    !ts.isIdentifier(node.propertyName)
  )
    return { key: node.propertyName, owner: checker.getTypeAtLocation(node.parent) };
  const isTarget = (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) && isAssignmentTarget(node.parent);
  return isTarget ? { key: node.name, owner: checker.getTypeAtLocation(node.parent) } : undefined;
}

/** Whether a literal is the pattern of a destructuring assignment, itself or as a part. */
function isAssignmentTarget(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent))
    return (
      parent.left === node &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node))
    );
  if (ts.isForOfStatement(parent)) return parent.initializer === node;
  const isPart =
    ts.isParenthesizedExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node) ||
    ts.isObjectLiteralExpression(parent);
  return isPart && isAssignmentTarget(parent);
}

function vetKey({ key, owner }: Access, checker: ts.TypeChecker, report: Report): void {
  const names = namesOf(key, checker);
  if (names) {
    for (const name of names) {
      const forbidden = forbiddenAt(name, owner, checker);
      if (forbidden) report(key, forbidden);
    }
    return;
  }
  const type = checker.getTypeAtLocation(ts.isComputedPropertyName(key) ? key.expression : key);
  const isNumber = (type.flags & ts.TypeFlags.NumberLike) !== 0;
  if (isNumber || holdsData(owner, checker)) return;
  report(key, {
    rule: 'no-prototype',
    message: 'What a key names here cannot be told: only records of data are looked into by a key that is made up.',
    advice: 'Say what it is (const rows: Record<string, Row> = ...), or write the name out: x.name.',
  });
}

/** Whether whatever a text names in a value is data: a record; not a function, a list, a text, or something of no known type. */
function holdsData(type: ts.Type, checker: ts.TypeChecker): boolean {
  const present = checker.getNonNullableType(type);
  if (present.isUnion()) return present.types.every((one) => holdsData(one, checker));
  if (present.flags & (ts.TypeFlags.Any | ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike))
    return false;
  return !isCallable(present) && !checker.isArrayLikeType(present);
}

function isCallable(type: ts.Type): boolean {
  return type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;
}

/** Why a name may not be looked up in a value, if so. What the module declares itself is its own. */
function forbiddenAt(name: string, owner: ts.Type, checker: ts.TypeChecker): Forbidden | undefined {
  if (name.startsWith('__'))
    return {
      rule: 'no-underscores',
      message: `"${name}" may not be used: names that start with two underscores are reserved.`,
      advice: 'Choose another name.',
    };
  const forbidden = forbiddenProperties.get(name);
  if (!forbidden || name === 'constructor' || name === 'prototype') return forbidden;
  const declarations = checker.getNonNullableType(owner).getProperty(name)?.declarations ?? [];
  if (declarations.some((one) => isOwnText(one.getSourceFile().fileName))) return undefined;
  return declarations.length > 0 || !holdsData(owner, checker) ? forbidden : undefined;
}

/** The names that a key can be, where they are known. */
function namesOf(key: ts.Expression | ts.PropertyName, checker: ts.TypeChecker): readonly string[] | undefined {
  if (ts.isComputedPropertyName(key)) return namesOf(key.expression, checker);
  const isName = ts.isIdentifier(key) && !ts.isElementAccessExpression(key.parent) && !ts.isComputedPropertyName(key.parent);
  if (isName || ts.isNumericLiteral(key) || ts.isStringLiteralLike(key)) return [key.text];
  if (ts.isPrivateIdentifier(key) || ts.isBigIntLiteral(key)) return [];
  const put = putTogether(key, checker);
  if (put !== undefined) return [put];
  const type = checker.getTypeAtLocation(key);
  const types = type.isUnion() ? type.types : [type];
  const names = types.flatMap((one) => (one.isStringLiteral() ? [one.value] : one.isNumberLiteral() ? [String(one.value)] : []));
  return names.length === types.length ? names : undefined;
}

/** A text that is written in pieces. */
function putTogether(expression: ts.Expression, checker: ts.TypeChecker): string | undefined {
  if (ts.isParenthesizedExpression(expression)) return putTogether(expression.expression, checker);
  if (ts.isStringLiteralLike(expression)) return expression.text;
  if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = putTogether(expression.left, checker);
    const right = putTogether(expression.right, checker);
    return left === undefined || right === undefined ? undefined : left + right;
  }
  if (ts.isTemplateExpression(expression)) {
    const spans = expression.templateSpans.map((span) => {
      const text = putTogether(span.expression, checker);
      return text === undefined ? undefined : text + span.literal.text;
    });
    return spans.includes(undefined) ? undefined : expression.head.text + spans.join('');
  }
  const type = checker.getTypeAtLocation(expression);
  return type.isStringLiteral() ? type.value : undefined;
}

const enumerating = new Set(['keys', 'values', 'entries', 'assign', 'getOwnPropertyNames', 'fromEntries', 'hasOwn']);

/** `Object.entries(f)` and its like list the properties of data only. */
function vetEnumeration(node: ts.CallExpression, checker: ts.TypeChecker, report: Report): void {
  const { expression, arguments: args } = node;
  if (!ts.isPropertyAccessExpression(expression) || !enumerating.has(expression.name.text)) return;
  if (!ts.isIdentifier(expression.expression) || expression.expression.text !== 'Object') return;
  for (const argument of args) {
    if (!isCallable(checker.getTypeAtLocation(argument))) continue;
    report(argument, {
      rule: 'no-reflection',
      message: `Object.${expression.name.text} is for records: this is a function.`,
      advice: 'Use plain objects and arrays.',
    });
  }
}
