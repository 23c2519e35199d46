import ts from 'typescript';

/** Something to be written into a text around a piece of it. */
export interface Insertion {
  readonly from: number;
  readonly before: string;
  readonly to: number;
  readonly after: string;
}

/** A statement made at the head of another, which becomes a block where it is none. */
export function atHead(statement: ts.Node, text: string): Insertion {
  const start = statement.getStart();
  return ts.isBlock(statement)
    ? { from: start + 1, before: text, to: statement.end, after: '' }
    : { from: start, before: `{${text}`, to: statement.end, after: '}' };
}

/** An expression evaluated before another whose value is kept. */
export function ahead(expression: ts.Node, text: string): Insertion {
  return { from: expression.getStart(), before: `(${text},(`, to: expression.end, after: '))' };
}
