/** Columns that a line of rendered code should not go beyond. */
export const lineWidth = 110;

/** Text that may stand inside a comment, on one line. */
export function commentText(text: string): string {
  return text.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim();
}

/** A doc comment: on one line where it fits, else a block. Each part begins a line; what goes on below is indented by `hanging`. */
export function docComment(parts: readonly { readonly text: string; readonly hanging?: number }[], indent = 0): string {
  const pad = ' '.repeat(indent);
  const [only] = parts;
  const line = `${pad}/** ${only?.text ?? ''} */`;
  if (parts.length === 1 && line.length <= lineWidth) return line;
  const lines = parts.flatMap(({ text, hanging = 0 }) => wrapped(text, lineWidth - indent - 3, hanging));
  return [`${pad}/**`, ...lines.map((text) => `${pad} * ${text}`.trimEnd()), `${pad} */`].join('\n');
}

/** A line comment, on as many lines as it needs. */
export function lineComment(text: string, indent: number): string {
  const pad = ' '.repeat(indent);
  return wrapped(commentText(text), lineWidth - indent - 3, 0)
    .map((line) => `${pad}// ${line}`)
    .join('\n');
}

function wrapped(text: string, width: number, hanging: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${' '.repeat(hanging)}${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/**
 * Members between braces: on one line where that leaves the line within the width, else each on its own line. `taken` is what
 * else stands on the line.
 */
export function braced(members: readonly string[], separator: ',' | ';', indent: number, taken: number): string {
  const flat = `{ ${members.join(`${separator} `)} }`;
  if (taken + flat.length <= lineWidth) return flat;
  const pad = ' '.repeat(indent);
  return `{\n${members.map((member) => `${pad}  ${member}${separator}\n`).join('')}${pad}}`;
}
