import ts from 'typescript';
import { nearest } from '../../base/nearest.ts';
import { episodeParts } from '../../domain/checks/episode.ts';
import { helperNames } from '../../domain/checks/helpers.ts';
import { CHECKS_FILE, isOwnText } from './language-service.ts';

/** A finding of the compiler, and what it is about. */
interface Finding {
  readonly text: string;
  /** The innermost node that covers the place. */
  readonly node: ts.Node;
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
}

type Adviser = (finding: Finding) => string | undefined;

/** What to do about a finding of the compiler, where its own message does not say it. An author repairs the module by this. */
export function adviceOn(
  diagnostic: ts.Diagnostic,
  text: string,
  { file, checker }: Pick<Finding, 'file' | 'checker'>,
): string | undefined {
  const start = diagnostic.start ?? 0;
  const finding = { text, node: nodeOver(file, start, start + (diagnostic.length ?? 0)), file, checker };
  return advisers.get(diagnostic.code)?.(finding);
}

function nodeOver(file: ts.SourceFile, start: number, end: number): ts.Node {
  let innermost: ts.Node = file;
  const visit = (node: ts.Node): void => {
    if (node.getStart(file) > start || node.end < end) return;
    innermost = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return innermost;
}

const unknownName: Adviser = ({ node, file }) => {
  if (ts.isTypeReferenceNode(node.parent)) {
    const types = file.statements.filter((one) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one));
    return `Types of this module: ${listed(types.map((one) => one.name.text))}.`;
  }
  if (file.fileName === CHECKS_FILE)
    return `In scope are ${[...episodeParts, ...helperNames].join(', ')} and the language itself.`;
  return 'In scope are the arguments of the method, POLICY, ok, done, fail and the language itself; methods of the class are called with "this.". Write what is missing as a private method.';
};

const missingProperty: Adviser = ({ node, checker, text }) => {
  const access = node.parent;
  const owner = ts.isPropertyAccessExpression(access) ? access.expression : access;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(ts.isBindingElement(access) ? access.parent : owner));
  const names = checker.getPropertiesOfType(type).filter(isDeclaredHere);
  if (owner.kind === ts.SyntaxKind.ThisKeyword) {
    const wanted = ts.isIdentifier(node) ? node.text : '';
    const known = names.map((one) => one.name);
    const near = /Did you mean/.test(text) ? undefined : nearest(wanted, known);
    return `${near ? `Did you mean this.${near}? ` : ''}Write a missing helper as a private method: private ${wanted}(...) { ... }. There are: ${listed(known)}.`;
  }
  if (type.getCallSignatures().length > 0 && type.symbol && isDeclaredHere(type.symbol))
    return `It is a method: call it first, ${owner.getText()}(...).`;
  if (type.aliasSymbol?.name === 'Result' || /type 'Result</.test(text))
    return 'A result is not the data itself: let a private method return the plain value, and let both tools use it.';
  if (names.length > 0) return `It has: ${listed(names.map((one) => one.name))}.`;
  return 'The language has no such property here (it is checked against ES2022 with the array methods of ES2023): write it out, as a loop or with filter, map and reduce.';
};

const mayBeNothing: Adviser = ({ node, checker }) => {
  if (node.kind === ts.SyntaxKind.ThisKeyword)
    return 'An invariant sees only its argument, not the class: use (state) => ... and what the state holds.';
  const name = node.getText();
  const declared = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (declared && ts.isBindingElement(declared) && ts.isParameter(declared.parent.parent))
    return `The argument is undefined when it is left out: test ${name} === undefined, or use (${name} ?? value).`;
  if (!isInTool(node, checker)) return `Use ${name}?. and ??, or test ${name} before: it may be missing.`;
  if (ts.isIdentifier(node)) return `Test it first: if (!${name}) return fail('...').`;
  if (ts.isPropertyAccessExpression(node) && /null/.test(checker.typeToString(checker.getTypeAtLocation(node))))
    return `Test it first: if (${name} === null) return fail('...'), or use (${name} ?? value).`;
  if (ts.isElementAccessExpression(node))
    return `Nothing may be there: put it into a const and test that, or use (${name} ?? value), as in ${name} = (${name} ?? 0) + 1.`;
  return "Put it into a const and test that: const one = ...; if (!one) return fail('...').";
};

/** Whether a refusal can be returned here. */
function isInTool(node: ts.Node, checker: ts.TypeChecker): boolean {
  const around = ts.findAncestor(node, ts.isFunctionLike);
  const called = around && ts.isMethodDeclaration(around) ? checker.getSignatureFromDeclaration(around) : undefined;
  return called !== undefined && called.getReturnType().aliasSymbol?.name === 'Result';
}

const notAssignable: Adviser = (finding) => {
  const { node, text, checker } = finding;
  if (/Type '(?:Map|Set|WeakMap|Date|RegExp)</.test(text) || /Type 'RegExp'/.test(text))
    return 'State and results are plain JSON: a record (an object by key) or a list. A Map or Set lives only inside a method.';
  if (/=> boolean' is not assignable to (?:parameter of )?type '.*=> number'/.test(text))
    return 'A comparator returns a number: (a, b) => (a.due < b.due ? -1 : 1).';
  if (/Type 'undefined' is not assignable to type '.*null/.test(text))
    return 'Where there is nothing the state holds null, never undefined.';
  if (/'undefined' is not assignable/.test(text)) return undefinedAdvice(finding);
  if (/ to (?:parameter of )?type '-?\d+'/.test(text)) return widenPolicy;
  if (/ to (?:parameter of )?type '"/.test(text))
    return 'Only the values named last are possible here. A text from elsewhere is tested first, or annotated where it is made.';
  const returned = ts.findAncestor(node, ts.isReturnStatement);
  if (returned?.expression && /'Result</.test(text)) {
    const given = checker.getTypeAtLocation(returned.expression);
    if (given.aliasSymbol?.name !== 'Result')
      return `A tool answers with ok(data), done('message') or fail('reason')${ts.isObjectLiteralExpression(returned.expression) ? '' : `: return ok(${returned.expression.getText().slice(0, 60)})`}.${recordsNamed(finding)}`;
  }
  return recordsNamed(finding).trim() || signature(finding);
};

const undefinedAdvice: Adviser = ({ text, node, checker }) => {
  if (/to type 'boolean'/.test(text)) return 'Answer with true or false: use some(...) or every(...), or compare with undefined.';
  const refusal = isInTool(node, checker) ? " (if (!one) return fail('...'))" : '';
  return `Test it for undefined first${refusal}, or give a value in its place with ??.`;
};

/** The attributes of interfaces that a message names: what a record has to look like. */
function recordsNamed({ text, file, checker }: Finding): string {
  const quoted = new Set(text.match(/'[^']*'/g)?.flatMap((part) => part.match(/\w+/g) ?? []));
  return file.statements
    .filter(ts.isInterfaceDeclaration)
    .filter((one) => one.name.text !== 'State' && quoted.has(one.name.text))
    .map((one) => {
      const type = checker.getTypeAtLocation(one);
      const attributes = checker.getPropertiesOfType(type).map((attribute) => {
        return `${attribute.name}: ${checker.typeToString(checker.getTypeOfSymbol(attribute))}`;
      });
      return ` ${one.name.text} is { ${attributes.join('; ')} }, each of them, null where there is nothing.`;
    })
    .join('');
}

const signature: Adviser = ({ node, checker }) => {
  const call = ts.findAncestor(node, ts.isCallExpression);
  const called = call && checker.getResolvedSignature(call);
  const own = called?.declaration && isOwnText(called.declaration.getSourceFile().fileName);
  if (!call || !called || !own) return undefined;
  return `It is called as ${call.expression.getText()}${checker.signatureToString(called)}.`;
};

const widenPolicy =
  'Members of POLICY have the very value as their type; widen it where it is compared or changed: const limit: number = POLICY.name.';

const noOverlap: Adviser = ({ text }) =>
  /types '-?\d+(\.\d+)?' and|and '-?\d+(\.\d+)?' have/.test(text)
    ? widenPolicy
    : 'Compare with one of the values that it can have here, as the message lists them; what was ruled out above needs no second test.';

const notARecordList: Adviser = ({ node, text }) =>
  /\[Symbol\.iterator\]|no call signatures|not an array/.test(text)
    ? `A collection is a record by key, not a list: use Object.values(${collectionText(node)}) or Object.entries(...).`
    : undefined;

function collectionText(node: ts.Node): string {
  const owner = ts.isIdentifier(node) && ts.isPropertyAccessExpression(node.parent) ? node.parent.expression : node;
  return owner.getText().slice(0, 60);
}

const writeItsType: Adviser = ({ node }) => `Write its type, e.g. ${node.getText().slice(0, 30)}: number.`;
const readOnly: Adviser = ({ text }) =>
  /'state'/.test(text)
    ? 'this.state is not replaced as a whole: change, add and delete the records in it.'
    : 'It is fixed: what changes belongs into a record of this.state or into a local variable.';
const missingReturn: Adviser = () =>
  "Every path has to end with a return; a tool's with return ok(data), return done('message') or return fail('reason').";
const unlikeNumbers: Adviser = () =>
  'Dates are texts: use this.daysBetween(from, to), this.addDays(when, days) and their like, and compare with < and >. Other texts become numbers with Number(text).';
const unclosed: Adviser = ({ text }) =>
  /^'[})\]]' expected/.test(text)
    ? 'A bracket that was opened before is not closed, or one too many was: the mistake may be in any line above.'
    : undefined;
const noSuchAttribute: Adviser = (finding) =>
  /type 'Result</.test(finding.text)
    ? "A tool answers with ok(data), done('message') or fail('reason')."
    : recordsNamed(finding).trim() || undefined;

const advisers: ReadonlyMap<number, Adviser> = new Map<number, Adviser>([
  ...each([1005], unclosed),
  ...each(
    [1002, 1160, 1161],
    () => 'The text is not closed: its quote, backtick or slash is missing, or has to be written as \\n or with a backslash.',
  ),
  ...each([2304, 2552, 2503, 2580, 2582, 2583, 2584, 2591, 2592, 2593, 18004], unknownName),
  ...each([2662, 2663], ({ node }) => `Write this.${node.getText()}.`),
  ...each([2339, 2551, 2550], missingProperty),
  ...each([2531, 2532, 2533, 2721, 2722, 2723, 18046, 18047, 18048, 18049], mayBeNothing),
  ...each([2322, 2345, 2739, 2740, 2741, 2820], notAssignable),
  ...each([2353, 2561], noSuchAttribute),
  ...each([2367, 2678], noOverlap),
  ...each([2349, 2461, 2488, 2495, 2548], notARecordList),
  ...each([2540, 2588], readOnly),
  ...each([2355, 2366, 7030], missingReturn),
  ...each([7005, 7006, 7011, 7031, 7034], writeItsType),
  ...each([2554, 2555], signature),
  ...each([2362, 2363, 2365], unlikeNumbers),
  ...each([2393, 2300], () => 'Two have this name: keep one of them, or rename the other.'),
  ...each([2416], () => 'The base class has a method of this name: choose another.'),
  ...each([1501], () => 'Use no flags but g, i, m, s, u and y.'),
  ...each([2538, 7053], () => 'A key is a string: test for undefined and null before it is used as one.'),
]);

function each(codes: readonly number[], adviser: Adviser): [number, Adviser][] {
  return codes.map((code) => [code, adviser]);
}

function isDeclaredHere(symbol: ts.Symbol): boolean {
  return symbol.declarations?.some((one) => isOwnText(one.getSourceFile().fileName)) ?? false;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 40).join(', ');
  return names.length > 40 ? `${shown}, and ${names.length - 40} more` : shown;
}
