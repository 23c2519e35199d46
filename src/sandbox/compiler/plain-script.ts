import blankTypes from 'ts-blank-space';

/** The JavaScript of a TypeScript expression: its own text, with blanks where types stood. */
export function plainScript(expression: string): string {
  const before = 'const value = ';
  return blankTypes(`${before}${expression}`).slice(before.length).trimEnd();
}
