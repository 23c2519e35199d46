/** Says where in a module the stack of its script points to: " (line 12: ...)", innermost first, or nothing. */
export function locator(source: string): (stack: string) => string {
  const lines = source.split('\n');
  return (stack) => {
    // A script has no file name; its call sites are the ones in an evaluated text, on the lines of the module.
    const [, line] = /<anonymous>:(\d+):\d+/.exec(stack) ?? [];
    const text = line === undefined ? undefined : lines[Number(line) - 1];
    return text === undefined ? '' : ` (line ${line}: ${text.trim().slice(0, 120)})`;
  };
}
