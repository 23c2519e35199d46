import blankTypes from 'ts-blank-space';

/** The JavaScript of a TypeScript expression: its own text, with blanks where types stood. */
export function plainScript(expression: string): string {
  const before = 'const value = ';
  return blankTypes(`${before}${expression}`).slice(before.length).trimEnd();
}

/** The JavaScript of a TypeScript module: its own text, with blanks where types stood, so that every line stays where it is. */
export function plainModule(source: string): string {
  return blankTypes(source);
}
