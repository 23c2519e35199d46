import ts from 'typescript';
import type { Branch } from '../sandbox.ts';
import { ahead, atHead, type Insertion } from './insertion.ts';

/** The branches of a module's class, and the nodes at which each is noted when it is taken. */
export interface BranchPlan {
  readonly branches: readonly Branch[];
  /** Methods, cases, returns and sides of conditional expressions. */
  readonly own: ReadonlyMap<ts.Node, number>;
  /** Statements that a condition or a loop leads to, whatever they are themselves. */
  readonly heads: ReadonlyMap<ts.Node, number>;
  /** Conditions without an `else`: the number of the way past them. */
  readonly missingElse: ReadonlyMap<ts.IfStatement, number>;
}

/** Every way that the control flow of a class can take: methods, both sides of conditions, cases, loop bodies and returns. */
export function planBranches(file: ts.SourceFile): BranchPlan {
  const branches: Branch[] = [];
  const own = new Map<ts.Node, number>();
  const heads = new Map<ts.Node, number>();
  const missingElse = new Map<ts.IfStatement, number>();
  const lines = file.text.split('\n');

  const add = (node: ts.Node, kind: Branch['kind'], place: Place, rules: readonly string[] = []): number => {
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    return branches.push({ kind, method: place.method, line, rules }) - 1;
  };

  const visit = (node: ts.Node, place: Place): void => {
    let inside = place;
    if (ts.isIfStatement(node)) {
      inside = { ...place, condition: node };
      heads.set(node.thenStatement, add(node.thenStatement, 'then', place));
      if (node.elseStatement) heads.set(node.elseStatement, add(node.elseStatement, 'else', place));
      else missingElse.set(node, add(node, 'else', place));
    } else if (ts.isConditionalExpression(node)) {
      own.set(node.whenTrue, add(node.whenTrue, 'then', place));
      own.set(node.whenFalse, add(node.whenFalse, 'else', place));
    } else if (ts.isCaseOrDefaultClause(node) && node.statements.length > 0) {
      own.set(node, add(node, 'case', place));
    } else if (ts.isIterationStatement(node, false)) {
      heads.set(node.statement, add(node.statement, 'loop', place));
    } else if (ts.isReturnStatement(node) && node.expression) {
      const kind = isRefusal(node.expression) ? 'refusal' : 'return';
      const rules = rulesNamedAt(node, { file, lines, condition: place.condition });
      own.set(node, add(node, kind, place, isPassedOn(node.expression) && rules.length > 1 ? [] : rules));
    }
    ts.forEachChild(node, (child) => visit(child, inside));
  };

  for (const statement of file.statements.filter(ts.isClassDeclaration)) {
    for (const member of statement.members.filter(ts.isMethodDeclaration)) {
      const place = { method: member.name.getText(file), condition: undefined };
      own.set(member, add(member, 'method', place));
      if (member.body) visit(member.body, place);
    }
  }
  return { branches, own, heads, missingElse };
}

interface Place {
  readonly method: string;
  readonly condition: ts.IfStatement | undefined;
}

function isRefusal(expression: ts.Expression): boolean {
  return ts.isCallExpression(expression) && ts.isIdentifier(expression.expression) && expression.expression.text === 'fail';
}

/**
 * A refusal in words that were made elsewhere. Where it names several rules, it does not tell which of them it is for: the return
 * that made the words does.
 */
function isPassedOn(expression: ts.Expression): boolean {
  if (!ts.isCallExpression(expression)) return ts.isIdentifier(expression);
  const [words] = expression.arguments;
  return isRefusal(expression) && words !== undefined && (ts.isIdentifier(words) || ts.isCallExpression(words));
}

interface Around {
  readonly file: ts.SourceFile;
  readonly lines: readonly string[];
  readonly condition: ts.IfStatement | undefined;
}

/** The rules that comments name beside a return, or else beside or right above the condition that leads to it. */
function rulesNamedAt(node: ts.ReturnStatement, { file, lines, condition }: Around): string[] {
  const lineOf = (position: number): number => file.getLineAndCharacterOfPosition(position).line;
  const named = (from: number, to: number): string[] =>
    lines.slice(Math.max(0, from), to + 1).flatMap((line) => {
      const comment = /\/[/*](.*)$/.exec(line)?.[1] ?? '';
      return comment.match(/\bR[1-9]\d*\b/g) ?? [];
    });
  const own = named(lineOf(node.getStart(file)), lineOf(node.end));
  if (own.length > 0 || !condition) return [...new Set(own)];
  const head = lineOf(condition.getStart(file));
  const above = /^\s*\/[/*]/.test(lines[head - 1] ?? '') ? head - 1 : head;
  return [...new Set(named(above, lineOf(condition.expression.end)))];
}

/** What makes a script call `mark(number)` wherever one of its branches is taken. */
export function marksAt(node: ts.Node, { own, heads, missingElse }: BranchPlan, mark: string): Insertion[] {
  const head = heads.get(node);
  const number = own.get(node);
  const past = ts.isIfStatement(node) ? missingElse.get(node) : undefined;
  return [
    ...(head === undefined ? [] : [atHead(node, `${mark}(${head});`)]),
    ...(number === undefined ? [] : ownMark(node, `${mark}(${number})`)),
    ...(past === undefined ? [] : [{ from: node.getStart(), before: '', to: node.end, after: ` else {${mark}(${past});}` }]),
  ];
}

function ownMark(node: ts.Node, call: string): Insertion[] {
  if (ts.isReturnStatement(node)) return node.expression ? [ahead(node.expression, call)] : [];
  if (ts.isMethodDeclaration(node)) return node.body ? [atHead(node.body, `${call};`)] : [];
  if (!ts.isCaseOrDefaultClause(node)) return [ahead(node, call)];
  const [first] = node.statements;
  return first ? [{ from: first.getStart(), before: `${call};`, to: node.end, after: '' }] : [];
}
