import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

// Widths are columns of a terminal: an emoji or a Chinese character takes two, a colour none.

/** Shortens to a width, with an ellipsis in place of what is cut. White space becomes single spaces. */
export function clip(text: string, width: number): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (stringWidth(plain) <= width) return plain;
  const [kept = ''] = wrapAnsi(plain, Math.max(1, width - 1), { hard: true, trim: false, wordWrap: false }).split('\n');
  return `${kept.trimEnd()}…`;
}

/** Breaks text at spaces into lines of at most `width` columns (a longer word stays whole). Line breaks in the text are kept. */
export function wrap(text: string, width: number, indent = ''): string {
  const plain = text.replace(/[^\S\n]+/g, ' ').replace(/^ | $/gm, '');
  return wrapAnsi(plain, Math.max(1, width - stringWidth(indent)))
    .split('\n')
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
  const widths = Array.from({ length: last }, (_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  const before = widths.reduce((sum, cell) => sum + cell + 2, 0);
  return rows
    .map((row) => {
      const start = widths.map((cell, column) => padded(row[column] ?? '', cell)).join('');
      const end = fitted(row[last] ?? '', Math.max(20, width - before)).replaceAll('\n', `\n${' '.repeat(before)}`);
      return (start + end).trimEnd();
    })
    .join('\n');
}

/** A cell filled up to its column's width, with the gap to the next. */
function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - stringWidth(cell) + 2);
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
