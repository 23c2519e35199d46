import ts from 'typescript';
import type { Diagnostic } from '../sandbox.ts';

/** What the compiler obeys when it stands in a comment. Whatever names one of these is refused, wherever it stands in its comment. */
const directives = /@ts-(?:ignore|expect-error|nocheck|check)|^\/\/\/\s*<[^>\s]*/i;

/** Comments that tell the compiler what not to look at, as findings. Comments are those of the parsed file: a quote in a regular expression hides none. */
export function vetComments(file: ts.SourceFile): Diagnostic[] {
  if (!/@ts-|\/\/\//i.test(file.text)) return [];
  return commentsOf(file).flatMap(({ pos, end }) => {
    const directive = directives.exec(file.text.slice(pos, end));
    if (!directive) return [];
    const at = file.getLineAndCharacterOfPosition(pos);
    return {
      line: at.line + 1,
      column: at.character + 1,
      rule: 'no-ts-ignore',
      message: `${directive[0]} may not be used: every line is type-checked.`,
      advice: 'Correct the type instead.',
    };
  });
}

/** All comments of a parsed file, each once, in order: they stand between the tokens, and nothing between tokens is anything else. */
function commentsOf(file: ts.SourceFile): ts.TextRange[] {
  const { text } = file;
  const found = new Map<number, ts.TextRange>();
  const note = (comments: readonly ts.TextRange[] | undefined): void => {
    for (const { pos, end } of comments ?? []) found.set(pos, { pos, end });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(file);
    if (children.length > 0) {
      for (const child of children) visit(child);
      return;
    }
    const from = node.getFullStart();
    // What stands on the line of the token before is told as trailing that, the rest as leading this one.
    note(ts.getTrailingCommentRanges(text, from));
    note(ts.getLeadingCommentRanges(text, from));
  };
  visit(file);
  return [...found.values()].sort((left, right) => left.pos - right.pos);
}
