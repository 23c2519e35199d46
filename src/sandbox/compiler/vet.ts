import ts from 'typescript';
import type { Diagnostic } from '../sandbox.ts';
import { type Forbidden, forbiddenGlobals, forbiddenProperties } from './forbidden.ts';
import { isOwnText } from './language-service.ts';
import { vetModuleLevel } from './module-level.ts';
import { vetAccess } from './vet-access.ts';
import { vetComments } from './vet-comments.ts';

type Report = (node: ts.Node, forbidden: Forbidden) => void;

/** Something that may not stand where it stands. */
export interface Vetted {
  readonly diagnostic: Diagnostic;
  readonly node: ts.Node;
}

/** What a module does that generated code may not, from its syntax tree. `kind` says what may stand at the module's level. */
export function vet(file: ts.SourceFile, checker: ts.TypeChecker, kind: 'environment' | 'checks'): Vetted[] {
  const found: Vetted[] = [];
  const report: Report = (node, { rule, message, advice }) => {
    const at = file.getLineAndCharacterOfPosition(node.getStart(file));
    found.push({ diagnostic: { line: at.line + 1, column: at.character + 1, rule, message, advice }, node });
  };
  if (kind === 'environment') vetModuleLevel(file, report);
  found.push(...vetComments(file).map((diagnostic) => ({ diagnostic, node: file })));
  const visit = (node: ts.Node): void => {
    vetNode(node, checker, report);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

const oneClass: Forbidden = {
  rule: 'one-class',
  message: 'A class inside a method may not be used.',
  advice: 'Use plain objects and private methods.',
};

const syntax: ReadonlyMap<ts.SyntaxKind, Forbidden> = new Map([
  [ts.SyntaxKind.AwaitExpression, asynchronous('await')],
  [ts.SyntaxKind.AsyncKeyword, asynchronous('async')],
  [ts.SyntaxKind.YieldExpression, generator()],
  [
    ts.SyntaxKind.Decorator,
    { rule: 'no-decorators', message: 'Decorators are not available.', advice: 'Leave the decorator out.' },
  ],
  [ts.SyntaxKind.WithStatement, { rule: 'no-with', message: 'with may not be used.', advice: 'Name the object.' }],
  [ts.SyntaxKind.DebuggerStatement, { rule: 'no-debugger', message: 'debugger may not be used.', advice: 'Leave it out.' }],
  [
    ts.SyntaxKind.MetaProperty,
    { rule: 'no-reflection', message: 'import.meta and new.target are not available.', advice: 'Leave it out.' },
  ],
  [ts.SyntaxKind.ClassExpression, oneClass],
  [
    ts.SyntaxKind.AnyKeyword,
    {
      rule: 'no-any',
      message: 'any may not be used: it switches the type check off.',
      advice: 'Use an interface of the module or the exact type, or leave the annotation out and let the compiler find it.',
    },
  ],
  [ts.SyntaxKind.TypeAssertionExpression, cast('<Type>')],
  [
    ts.SyntaxKind.NonNullExpression,
    {
      rule: 'no-cast',
      message: '"!" after an expression may not be used: it hides what may be missing.',
      advice: "Test it: if (!one) return fail('...'), or give a value in its place with ??.",
    },
  ],
]);

function cast(word: string): Forbidden {
  return {
    rule: 'no-cast',
    message: `${word} may not be used (but "as const" may): it silences the compiler where it is right.`,
    advice: 'Annotate the variable (const loan: Loan = { ... }), or test the value before it is used.',
  };
}

function asynchronous(word: string): Forbidden {
  return {
    rule: 'no-async',
    message: `${word} may not be used: tools are synchronous.`,
    advice: 'Leave async, await and Promise<...> out, and return the value itself.',
  };
}

/** An enum or a class inside a method. */
function localType(node: ts.EnumDeclaration | ts.ClassDeclaration): Forbidden {
  return ts.isEnumDeclaration(node)
    ? { rule: 'no-enum', message: 'An enum may not be used.', advice: "Write a type, as in type Level = 'basic' | 'plus'." }
    : oneClass;
}

function generator(): Forbidden {
  return { rule: 'no-generators', message: 'Generators may not be used.', advice: 'Collect the values in an array.' };
}

function vetNode(node: ts.Node, checker: ts.TypeChecker, report: Report): void {
  const forbidden = syntax.get(node.kind);
  if (forbidden) report(node, forbidden);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    report(node, {
      rule: 'no-import',
      message: 'import() may not be used: a module stands alone.',
      advice: 'Write what you need as a private method.',
    });
  }
  if ((ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) && node.asteriskToken) {
    report(node.asteriskToken, generator());
  }
  if (!ts.isSourceFile(node.parent) && (ts.isEnumDeclaration(node) || ts.isClassDeclaration(node))) report(node, localType(node));
  if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using) {
    report(node, { rule: 'no-using', message: 'using may not be used: nothing has to be disposed of.', advice: 'Write const.' });
  }
  if (ts.isForOfStatement(node) && node.awaitModifier) report(node.awaitModifier, asynchronous('for await'));
  if (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type)) report(node.type, cast('"as"'));
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) vetSpelling(node, report);
  if (ts.isIdentifier(node)) vetIdentifier(node, checker, report);
  vetAccess(node, checker, report);
  if (ts.isPropertyAssignment(node) && ts.isStringLiteralLike(node.name)) vetUnderscores(node.name, node.name.text, report);
  const written = ownPropertyWritten(node);
  if (written) {
    report(written, {
      rule: 'state-only',
      message: 'Nothing may be stored on the object itself: only this.state belongs to the episode.',
      advice:
        written.getText() === 'this.state'
          ? 'Change, add and delete the records in this.state; it is not replaced as a whole.'
          : 'Keep it in a record of this.state, or in a local variable.',
    });
  }
}

/** The target of `this.x = ...`, `delete this.x` and the like, where x is not reached through the state. */
function ownPropertyWritten(node: ts.Node): ts.Expression | undefined {
  const target = ts.isBinaryExpression(node)
    ? isAssignment(node.operatorToken.kind) && node.left
    : ts.isDeleteExpression(node)
      ? node.expression
      : (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && isIncrement(node.operator) && node.operand;
  return target && isOwnProperty(target) ? target : undefined;
}

function isAssignment(operator: ts.BinaryOperator): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

function isIncrement(operator: ts.PrefixUnaryOperator): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function isOwnProperty(node: ts.Expression): boolean {
  let target: ts.Expression = node;
  while (ts.isParenthesizedExpression(target) || ts.isNonNullExpression(target)) target = target.expression;
  if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return false;
  let owner: ts.Expression = target.expression;
  while (ts.isParenthesizedExpression(owner) || ts.isAsExpression(owner) || ts.isNonNullExpression(owner))
    owner = owner.expression;
  return owner.kind === ts.SyntaxKind.ThisKeyword;
}

/** A name is written as it reads: what an escape hides from one reader is there for another. */
function vetSpelling(node: ts.Identifier | ts.PrivateIdentifier, report: Report): void {
  const raw = node.getText();
  if (!raw.includes('\\')) return;
  report(node, {
    rule: 'no-escapes',
    message: `The name ${raw} may not be written with an escape.`,
    advice: `Write ${node.text}.`,
  });
}

function vetIdentifier(node: ts.Identifier, checker: ts.TypeChecker, report: Report): void {
  const name = node.text;
  const { parent } = node;
  vetUnderscores(node, name, report);
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const forbidden = forbiddenProperties.get(name);
    if (forbidden && !isDeclaredHere(node, checker)) report(node, forbidden);
    return;
  }
  if (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node && ts.isObjectBindingPattern(parent.parent)) {
    const forbidden = forbiddenProperties.get(name);
    if (forbidden && !isDeclaredHere(node, checker)) report(node, forbidden);
    return;
  }
  const forbidden = forbiddenGlobals.get(name);
  if (forbidden && !isName(node) && !isDeclaredHere(node, checker)) report(node, forbidden);
}

/** Whether an identifier only names something (a property, a member, a label) and refers to nothing. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent)) &&
    parent.name === node
  );
}

/** Whether the name means something that the module itself declares: a record may well have an attribute called "stack". */
function isDeclaredHere(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : ts.isBindingElement(node.parent) && ts.isObjectBindingPattern(node.parent.parent)
      ? checker.getTypeAtLocation(node.parent.parent).getProperty(node.text)
      : checker.getSymbolAtLocation(node);
  return symbol?.declarations?.some((declaration) => isOwnText(declaration.getSourceFile().fileName)) ?? false;
}

function vetUnderscores(node: ts.Node, name: string, report: Report): void {
  if (!name.startsWith('__')) return;
  report(node, {
    rule: 'no-underscores',
    message: `"${name}" may not be used: names that start with two underscores are reserved.`,
    advice: 'Choose another name.',
  });
}
