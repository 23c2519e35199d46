/** JSON text for a column; NULL for a value that is absent. */
export function textOrNull(value: unknown): string | null {
  return JSON.stringify(value) ?? null;
}

export function parsedOrUndefined(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text);
}
