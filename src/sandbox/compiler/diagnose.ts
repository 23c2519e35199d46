import ts from 'typescript';
import type { Diagnostic } from '../sandbox.ts';
import { adviceOn } from './advice.ts';
import { type Vetted, vet } from './vet.ts';

/**
 * The compiler's own findings and the vetting's, in order of place. A text that breaks the grammar is judged by the grammar
 * alone: what is made of it otherwise is a guess.
 */
export function diagnose(program: ts.Program, file: ts.SourceFile, kind: 'environment' | 'checks'): Diagnostic[] {
  const checker = program.getTypeChecker();
  const advised = (diagnostic: ts.Diagnostic, rule: string): Diagnostic => {
    const finding = located(diagnostic, file, rule);
    const advice = adviceOn(diagnostic, finding.message, { file, checker });
    return advice === undefined ? finding : { ...finding, advice };
  };
  const syntactic = program.getSyntacticDiagnostics(file);
  if (syntactic.length > 0) return syntactic.map((diagnostic) => advised(diagnostic, 'syntax'));
  const vetted = vet(file, checker, kind);
  const typed = withoutEchoes(program.getSemanticDiagnostics(file), file, vetted);
  return [...vetted.map(({ diagnostic }) => diagnostic), ...typed.map((diagnostic) => advised(diagnostic, 'type'))].sort(
    (left, right) => left.line - right.line || left.column - right.column,
  );
}

/** Leaves out what only repeats another finding: the type of what may not stand there at all, and of arguments to what there is not. */
function withoutEchoes(
  diagnostics: readonly ts.Diagnostic[],
  file: ts.SourceFile,
  vetted: readonly Vetted[],
): readonly ts.Diagnostic[] {
  const lost = diagnostics.filter(({ code }) => code === 2339 || code === 2349 || code === 2550 || code === 2551);
  return diagnostics.filter(({ code, start = 0, length = 0 }) => {
    if (vetted.some(({ node }) => node.getStart(file) === start || (isNarrow(node) && covers(node, start, file)))) return false;
    if (code === 7006) return !lost.some((one) => callsWith(file, one.start ?? 0, start));
    return code !== 2722 || !lost.some((one) => start <= (one.start ?? 0) && (one.start ?? 0) < start + length);
  });
}

function covers(node: ts.Node, start: number, file: ts.SourceFile): boolean {
  return node.getStart(file) <= start && start < node.end;
}

/** Not a class, a method or a statement, in which much else may be wrong. */
function isNarrow(node: ts.Node): boolean {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isToken(node);
}

/** Whether one place is in what is called, and the other in the arguments of that call. */
function callsWith(file: ts.SourceFile, callee: number, argument: number): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node.pos > callee || node.end <= argument) return false;
    if (ts.isCallExpression(node) && callee < node.expression.end && node.expression.end < argument) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(file);
}

function located(diagnostic: ts.Diagnostic, file: ts.SourceFile, rule: string): Diagnostic {
  const at = file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
  return { line: at.line + 1, column: at.character + 1, rule, message: messageOf(diagnostic) };
}

/** The message without hints at settings that nobody can change here; of a long chain of reasons the first and the last. */
function messageOf({ messageText }: ts.Diagnostic): string {
  const lines = ts
    .flattenDiagnosticMessageText(messageText, '\n')
    .split('\n')
    .map((line) => line.trim());
  const told = lines.length > 2 ? [lines[0], lines.at(-1)] : lines;
  return told.join(' ').replace(/ (?:Do you need to (?:change|install)|Consider changing|Try `npm)[\s\S]*$/, '');
}
