import type MagicString from 'magic-string';
import ts from 'typescript';

/** SES refuses source text that looks like these, wherever it stands: `import(`, `eval(` and HTML comments. */
const suspect = /\b(?:import|eval)\b|<!--|-->/;

/**
 * Rewrites what SES would mistake for code so that it means the same and passes: in strings, templates, regular expressions and
 * method names by escapes, in comments and between operators by a space. A real `import()` or `eval()` stays, and is refused.
 */
export function defuseForSes(file: ts.SourceFile, text: MagicString): void {
  if (!suspect.test(file.text)) return;
  const settled: { readonly from: number; readonly to: number }[] = [];
  const visit = (node: ts.Node): void => {
    const from = node.getStart(file);
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      settled.push({ from, to: node.end });
      return;
    }
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText || ts.isRegularExpressionLiteral(node)) {
      settled.push({ from, to: node.end });
      const raw = file.text.slice(from, node.end);
      // What a tag sees of a template is its very text, which cannot be written in another way.
      if (suspect.test(raw) && !ts.isTaggedTemplateExpression(node.parent)) text.update(from, node.end, escaped(raw, isText));
    } else if (ts.isIdentifier(node)) {
      settled.push({ from, to: node.end });
      const isMethodName = ts.isMethodDeclaration(node.parent) && node.parent.name === node;
      if (isMethodName && suspect.test(node.text)) text.update(from, node.end, escaped(`"${node.text}"`, true));
    } else if (node.kind === ts.SyntaxKind.ImportKeyword) settled.push({ from, to: node.end });
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  for (const { 0: found, index } of file.text.matchAll(new RegExp(suspect, 'g')))
    if (!settled.some(({ from, to }) => from <= index && index < to)) text.appendLeft(index + (found === '<!--' ? 1 : 2), ' ');
}

/** A literal as it is written, with the suspect words and signs as escapes; of its own escapes only \i and \e matter, which mean the letter. */
function escaped(raw: string, isText: boolean): string {
  const code = (sign: string): string => `${isText ? '\\u00' : '\\x'}${sign.charCodeAt(0).toString(16)}`;
  return raw.replace(/\\[\s\S]|\b(?:import|eval)\b|<!--|-->/g, (found) => {
    if (found.startsWith('\\')) return /\\[ie]/.test(found) ? code(found.slice(1)) : found;
    return found === '-->' ? `--${code('>')}` : `${code(found)}${found.slice(1)}`;
  });
}
