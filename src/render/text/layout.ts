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

/** Columns aligned to their widest cell. The last column is cut off where it is too long for the width. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  return columns([header, ...rows], width, clip);
}

/** Like table, but what is too long for the last column goes on below. */
export function wrappedTable(header: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  return columns([header, ...rows], width, wrap);
}

function columns(rows: readonly (readonly string[])[], width: number, fitted: (text: string, room: number) => string): string {
  const last = Math.max(...rows.map((row) => row.length)) - 1;
  const widths = Array.from({ length: last }, (_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const before = widths.reduce((sum, cell) => sum + cell + 2, 0);
  return rows
    .map((row) => {
      const start = widths.map((cell, column) => `${(row[column] ?? '').padEnd(cell)}  `).join('');
      const end = fitted(row[last] ?? '', Math.max(20, width - before)).replaceAll('\n', `\n${' '.repeat(before)}`);
      return (start + end).trimEnd();
    })
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
