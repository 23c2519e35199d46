/** Text as it may stand in HTML, also within quoted attributes. The one way by which anything that was written comes into a page. */
export function escaped(text: string | number): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return String(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const style = `
:root { color-scheme: light dark; --line: light-dark(#d8d8d8, #444); --soft: light-dark(#f5f5f3, #202020);
  --good: light-dark(#1a7f37, #4ac26b); --bad: light-dark(#b42318, #ff7b72); --warn: light-dark(#9a6700, #d9a441); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; background: light-dark(#fff, #161616); color: light-dark(#1b1b1b, #e6e6e6); }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; min-width: 40%; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
code, pre { font: 13px/1.45 ui-monospace, monospace; } pre { background: var(--soft); padding: .75rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .soft { opacity: .7; }
`;

/** One HTML file that needs nothing else: no script, no network, dark or light as the reader likes it. The body is marked up already. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** A cell: text, or a number that is set to the right, or marked up already. */
export type Cell = string | number | { readonly html: string };

/** A table; a column of numbers alone is set to the right. */
export function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const isNumber = header.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  const cls = (column: number): string => (isNumber[column] && rows.length > 0 ? ' class="n"' : '');
  const cell = (value: Cell): string => (typeof value === 'object' ? value.html : escaped(value));
  const head = header.map((name, column) => `<th${cls(column)}>${escaped(name)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((value, column) => `<td${cls(column)}>${cell(value)}</td>`).join('')}</tr>`);
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}

/** A heading with what stands below it; nothing where there is nothing. */
export function section(heading: string, body: string): string {
  return body === '' ? '' : `<h2>${escaped(heading)}</h2>\n${body}`;
}

/** A paragraph of text. */
export function paragraph(text: string): string {
  return `<p>${escaped(text)}</p>`;
}

/** Text in which every space and line break counts. */
export function preformatted(text: string): string {
  return text === '' ? '' : `<pre>${escaped(text)}</pre>`;
}
