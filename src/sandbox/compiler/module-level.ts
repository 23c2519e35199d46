import ts from 'typescript';
import type { Forbidden } from './forbidden.ts';

type Report = (node: ts.Node, forbidden: Forbidden) => void;

/**
 * What may stand at the level of an environment's module: types, constants that nothing can change, one class, and the
 * invariants. Everything else could hold state outside the state.
 */
export function vetModuleLevel(file: ts.SourceFile, report: Report): void {
  const classes: ts.ClassDeclaration[] = [];
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isEmptyStatement(statement)) continue;
    if (ts.isClassDeclaration(statement)) classes.push(statement);
    else if (ts.isVariableStatement(statement)) vetVariables(statement, report);
    else report(statement, misplaced(statement));
  }
  const [first, ...others] = classes;
  if (!first)
    report(file, {
      rule: 'one-class',
      message: 'The module has no class.',
      advice: 'Export one class that extends Environment<State>.',
    });
  for (const other of others)
    report(other, {
      rule: 'one-class',
      message: 'The module has more than one class.',
      advice: 'Move the methods into the one class that extends Environment<State>.',
    });
  if (first) vetClass(first, report);
}

function misplaced(statement: ts.Statement): Forbidden {
  if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) {
    return {
      rule: 'no-import',
      message: 'A module stands alone: nothing may be imported.',
      advice: 'Environment, ok, done, fail, Result and Invariants are in scope already.',
    };
  }
  if (ts.isExportDeclaration(statement) || ts.isExportAssignment(statement)) {
    return {
      rule: 'no-export',
      message: 'Only the class, the types, POLICY and invariants are exported, each where it is declared.',
      advice: 'Write "export" before the declaration.',
    };
  }
  if (ts.isFunctionDeclaration(statement)) {
    return {
      rule: 'no-module-functions',
      message: 'A function at the module level may not be used.',
      advice: 'Make it a private method of the class, and call it with this.',
    };
  }
  if (ts.isEnumDeclaration(statement)) {
    return {
      rule: 'module-level',
      message: 'An enum may not be used.',
      advice: "Write a type, as in type Level = 'basic' | 'plus'.",
    };
  }
  return {
    rule: 'module-level',
    message: 'This may not stand at the module level.',
    advice: 'Only interfaces, types, constants (as const), the class and invariants may.',
  };
}

function vetVariables(statement: ts.VariableStatement, report: Report): void {
  if (!(statement.declarationList.flags & ts.NodeFlags.Const)) {
    report(statement, {
      rule: 'no-module-state',
      message: 'A variable at the module level would hold state outside this.state.',
      advice: 'Make it a const of fixed values, or keep it in this.state.',
    });
    return;
  }
  if (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) {
    report(statement, {
      rule: 'module-level',
      message: 'declare may not be used: it promises what nobody provides.',
      advice: 'Give the constant its value.',
    });
    return;
  }
  for (const { name, initializer } of statement.declarationList.declarations) {
    if (!initializer) continue;
    if (ts.isIdentifier(name) && name.text === 'invariants') vetInvariants(initializer, report);
    else if (!isConstant(initializer, false)) {
      report(initializer, {
        rule: 'no-module-state',
        message: `The constant ${name.getText()} is not a fixed value: it could hold state outside this.state.`,
        advice:
          'Use numbers, texts, and objects or arrays of them followed by "as const"; make functions private methods, and write regular expressions where they are used.',
      });
    }
  }
}

function vetInvariants(initializer: ts.Expression, report: Report): void {
  const invariants = plain(initializer);
  const fine =
    ts.isObjectLiteralExpression(invariants) &&
    invariants.properties.every(
      (property) =>
        ts.isPropertyAssignment(property) &&
        !ts.isComputedPropertyName(property.name) &&
        ts.isArrowFunction(plain(property.initializer)),
    );
  if (fine) return;
  report(initializer, {
    rule: 'invariants-shape',
    message: 'invariants must be an object literal with one arrow function per rule.',
    advice: 'Write export const invariants: Invariants<State> = { R1: (state) => ... };',
  });
}

/** The expression inside parentheses and `satisfies`. */
function plain(expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (ts.isParenthesizedExpression(inner) || ts.isSatisfiesExpression(inner)) inner = inner.expression;
  return inner;
}

/** Whether an expression is fixed for good: objects and arrays count only under `as const`. */
function isConstant(expression: ts.Expression, isReadonly: boolean): boolean {
  const value = plain(expression);
  if (ts.isAsExpression(value)) return isConstant(value.expression, isReadonly || ts.isConstTypeReference(value.type));
  if (ts.isLiteralExpression(value)) return !ts.isRegularExpressionLiteral(value);
  if ([ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(value.kind)) return true;
  if (ts.isPrefixUnaryExpression(value)) return isConstant(value.operand, isReadonly);
  if (ts.isBinaryExpression(value)) {
    const { kind } = value.operatorToken;
    const changes = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return !changes && isConstant(value.left, isReadonly) && isConstant(value.right, isReadonly);
  }
  if (ts.isIdentifier(value)) return true;
  if (ts.isPropertyAccessExpression(value)) return isConstant(value.expression, isReadonly);
  if (ts.isElementAccessExpression(value))
    return isConstant(value.expression, isReadonly) && isConstant(value.argumentExpression, isReadonly);
  if (ts.isTemplateExpression(value)) return value.templateSpans.every((span) => isConstant(span.expression, isReadonly));
  if (ts.isArrayLiteralExpression(value)) return isReadonly && value.elements.every((element) => isConstant(element, true));
  if (!ts.isObjectLiteralExpression(value) || !isReadonly) return false;
  return value.properties.every(
    (property) =>
      ts.isPropertyAssignment(property) && !ts.isComputedPropertyName(property.name) && isConstant(property.initializer, true),
  );
}

function vetClass(node: ts.ClassDeclaration, report: Report): void {
  const parent = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
  if (!parent || !ts.isIdentifier(parent) || parent.text !== 'Environment') {
    report(node.name ?? node, {
      rule: 'one-class',
      message: 'The class must extend Environment<State>.',
      advice: 'Write export class Name extends Environment<State> { ... }.',
    });
  }
  for (const member of node.members) vetMember(member, report);
}

function vetMember(member: ts.ClassElement, report: Report): void {
  const isStatic =
    ts.canHaveModifiers(member) && ts.getModifiers(member)?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword);
  if (ts.isMethodDeclaration(member) && !isStatic) {
    if (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name)) return;
    report(member.name, { rule: 'plain-methods', message: 'Methods have plain names.', advice: 'Write private name() { ... }.' });
    return;
  }
  if (ts.isSemicolonClassElement(member)) return;
  if (ts.isPropertyDeclaration(member) && !isStatic && member.initializer && ts.isArrowFunction(member.initializer)) {
    report(member, {
      rule: 'plain-methods',
      message: 'A function may not be a field of the class.',
      advice: 'Write it as a method: private name(...) { ... }.',
    });
    return;
  }
  report(member, {
    rule: 'state-only',
    message: `A class holds methods only; ${isStatic ? 'a static member' : ts.isConstructorDeclaration(member) ? 'a constructor' : 'a field or accessor'} could hold state outside this.state.`,
    advice: 'Keep data in this.state, fixed values in a const at the module level, and everything else in methods.',
  });
}
