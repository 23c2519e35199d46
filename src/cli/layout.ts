/** Shortens to a width, with an ellipsis in place of what is cut. White space becomes single spaces. */
export function clip(text: string, width: number): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length <= width ? plain : `${plain.slice(0, Math.max(0, width - 1)).trimEnd()}…`;
}

/** Breaks text at spaces into lines of at most `width` characters (a longer word stays whole). Line breaks in the text are kept. */
export function wrap(text: string, width: number, indent = ''): string {
  return text
    .split('\n')
    .flatMap((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(/\s+/).filter((part) => part !== '')) {
        if (line !== '' && indent.length + line.length + 1 + word.length > width) {
          lines.push(line);
          line = word;
        } else line = line === '' ? word : `${line} ${word}`;
      }
      return [...lines, line];
    })
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n');
}

/** Columns aligned to their widest cell; the last column is not padded, and clipped so that lines keep to `width`. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const last = header.length - 1;
  const before = widths.slice(0, last).reduce((sum, cell) => sum + cell + 2, 0);
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === last ? clip(cell, Math.max(20, width - before)) : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A node of a tree to be drawn. */
export interface TreeNode {
  readonly label: string;
  readonly children: readonly TreeNode[];
}

/** A tree with branches drawn in box characters. */
export function tree(root: TreeNode): string {
  const lines = [root.label];
  const draw = (children: readonly TreeNode[], prefix: string): void => {
    children.forEach((child, index) => {
      const isLast = index === children.length - 1;
      lines.push(`${prefix}${isLast ? '└─ ' : '├─ '}${child.label}`);
      draw(child.children, `${prefix}${isLast ? '   ' : '│  '}`);
    });
  };
  draw(root.children, '');
  return lines.join('\n');
}
