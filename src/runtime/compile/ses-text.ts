import ts from 'typescript';

/** SES refuses source text that looks like these, wherever it stands: `import(`, `eval(` and HTML comments. */
const SUSPECT = /\b(?:import|eval)\b|<!--|-->/;

/**
 * A node that means the same and that SES lets pass, or undefined where the node is harmless. Only texts are rewritten
 * (strings, templates, regular expressions, and method names): a real `import()` stays, and is refused.
 */
export function escapeForSes(node: ts.Node, factory: ts.NodeFactory): ts.Node | undefined {
  if (ts.isStringLiteral(node) && SUSPECT.test(node.text)) return verbatim(quote(node.text), factory);
  if (ts.isNoSubstitutionTemplateLiteral(node) && SUSPECT.test(node.text)) {
    return ts.isTaggedTemplateExpression(node.parent)
      ? undefined
      : factory.createNoSubstitutionTemplateLiteral(node.text, escapeTemplate(node));
  }
  if (ts.isTemplateHead(node) && SUSPECT.test(node.text)) return factory.createTemplateHead(node.text, escapeTemplate(node));
  if (ts.isTemplateMiddle(node) && SUSPECT.test(node.text)) return factory.createTemplateMiddle(node.text, escapeTemplate(node));
  if (ts.isTemplateTail(node) && SUSPECT.test(node.text)) return factory.createTemplateTail(node.text, escapeTemplate(node));
  if (ts.isRegularExpressionLiteral(node) && SUSPECT.test(node.text))
    return factory.createRegularExpressionLiteral(escapePattern(node.text));
  if (
    ts.isIdentifier(node) &&
    /^(import|eval)$/.test(node.text) &&
    ts.isMethodDeclaration(node.parent) &&
    node.parent.name === node
  ) {
    return verbatim(quote(node.text), factory);
  }
  return undefined;
}

/** The printer writes identifiers as they are, string literals in its own way. */
function verbatim(text: string, factory: ts.NodeFactory): ts.Identifier {
  return factory.createIdentifier(text);
}

function quote(text: string): string {
  return escapeWords(JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029'));
}

function escapeWords(text: string): string {
  return text
    .replace(/\b(import|eval)\b/g, (word) => `\\u00${word.charCodeAt(0).toString(16)}${word.slice(1)}`)
    .replaceAll('<!--', '\\u003c!--')
    .replaceAll('-->', '--\\u003e');
}

function escapeTemplate(node: ts.TemplateLiteralLikeNode): string {
  const cooked = node.text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return escapeWords(cooked);
}

function escapePattern(literal: string): string {
  return literal
    .replace(/\b(import|eval)\b/g, (word) => `\\x${word.charCodeAt(0).toString(16)}${word.slice(1)}`)
    .replaceAll('<!--', '\\x3c!--')
    .replaceAll('-->', '--\\x3e');
}
