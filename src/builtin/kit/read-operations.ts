import { createRequire } from 'node:module';
import type ts from 'typescript';
import type { EnvironmentCode } from '../../domain/environment/environment.ts';
import type { Operation } from '../../domain/environment/skeleton.ts';
import type { Entities } from './design.ts';
import { readType, type TypeContext } from './operation-types.ts';

/** The operations that a module declares, with their bodies and all that these stand on. */
export interface ReadOperations extends Pick<EnvironmentCode, 'helpers' | 'invariants'> {
  readonly operations: readonly (Operation & { readonly body: string })[];
}

/**
 * Reads modules of operations as text. A public method of a class is an operation: its doc comment holds the description,
 * `@effect`, `@rules` and a `@param` for each argument. A protected or private method is a helper, and the properties of
 * `invariants` are the invariants' predicates. Throws with the name of what cannot be read.
 */
export function readOperations(sources: readonly string[], entities: Entities): ReadOperations {
  // Only who needs the operations pays for the parser.
  const context: TypeContext = { ts: createRequire(import.meta.url)('typescript'), entities };
  const files = sources.map((source) =>
    context.ts.createSourceFile('operations.ts', source, context.ts.ScriptTarget.ES2023, true),
  );
  const members = files.flatMap((file) =>
    file.statements.filter(context.ts.isClassDeclaration).flatMap((item) => [...item.members]),
  );
  const methods = members.filter(context.ts.isMethodDeclaration);
  const isHelper = (method: ts.MethodDeclaration): boolean =>
    (method.modifiers ?? []).some(({ kind }) =>
      [context.ts.SyntaxKind.PrivateKeyword, context.ts.SyntaxKind.ProtectedKeyword].includes(kind),
    );
  return {
    operations: methods.filter((method) => !isHelper(method)).map((method) => operationOf(method, context)),
    helpers: methods.filter(isHelper).map(helperOf),
    invariants: files.flatMap((file) => invariantsOf(file, context)),
  };
}

function operationOf(method: ts.MethodDeclaration, context: TypeContext): Operation & { body: string } {
  const name = method.name.getText();
  try {
    const { description, tags } = docOf(method);
    const effect = tags.get('effect')?.[0];
    if (effect !== 'read' && effect !== 'write') throw new Error('its comment needs "@effect read" or "@effect write"');
    const [returned] = method.type && context.ts.isTypeReferenceNode(method.type) ? (method.type.typeArguments ?? []) : [];
    return {
      name,
      effect,
      description,
      parameters: parametersOf(method, new Map((tags.get('param') ?? []).map(splitFirst)), context),
      returns: returned ? { kind: 'data', type: readType(returned, context).type } : { kind: 'message' },
      rules: tags.get('rules')?.[0]?.split(/\s+/) ?? [],
      body: bodyOf(method),
    };
  } catch (cause) {
    throw new Error(`the operation ${name} cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** `{ text, days = 1 }: { text: string; days?: Integer<1> }` */
function parametersOf(
  method: ts.MethodDeclaration,
  descriptions: ReadonlyMap<string, string>,
  context: TypeContext,
): Operation['parameters'] {
  const { ts } = context;
  const [argument] = method.parameters;
  if (!argument) return [];
  if (!ts.isObjectBindingPattern(argument.name) || !argument.type || !ts.isTypeLiteralNode(argument.type))
    throw new Error('it takes one object, written { name }: { name: Type }');
  const defaults = new Map(argument.name.elements.map((element) => [element.name.getText(), element.initializer]));
  return argument.type.members.filter(ts.isPropertySignature).map((member) => {
    const name = member.name.getText();
    const description = descriptions.get(name);
    if (!member.type || description === undefined) throw new Error(`${name} needs a type and a @param`);
    const { type, isOptional } = readType(member.type, context);
    const initializer = defaults.get(name);
    const isRequired = member.questionToken === undefined && !isOptional;
    return {
      name,
      description,
      type,
      required: isRequired,
      ...(initializer ? { default: literalOf(initializer, context) } : {}),
    };
  });
}

function literalOf(node: ts.Expression, { ts }: TypeContext): string | number | boolean {
  if (ts.isStringLiteral(node)) return node.text;
  const value: unknown = JSON.parse(node.getText());
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Error(`the default ${node.getText()} is neither a text nor a number nor true or false`);
}

/** The description of a doc comment and what stands after each of its tags, line breaks taken out. */
function docOf(method: ts.MethodDeclaration): { description: string; tags: Map<string, string[]> } {
  const text = leadingComment(method)
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^\s*\* ?/gm, '');
  const [first = '', ...rest] = text.split(/(?<=\s)@(?=(?:effect|rules|param)\b)/);
  const tags = new Map<string, string[]>();
  for (const [name, value] of rest.map(splitFirst)) tags.set(name, [...(tags.get(name) ?? []), value]);
  return { description: flat(first), tags };
}

function splitFirst(text: string): [string, string] {
  const [first = ''] = text.trim().split(/\s/, 1);
  return [first, flat(text.trim().slice(first.length))];
}

function flat(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function leadingComment(method: ts.MethodDeclaration): string {
  return method.getFullText().slice(0, method.getLeadingTriviaWidth()).trim();
}

function bodyOf(method: ts.MethodDeclaration): string {
  return dedented((method.body?.getText() ?? '{}').slice(1, -1), 4);
}

function helperOf(method: ts.MethodDeclaration): string {
  return dedented(method.getFullText(), 2).replace(/^(protected|private) /m, 'private ');
}

function invariantsOf(file: ts.SourceFile, { ts }: TypeContext): EnvironmentCode['invariants'] {
  const declared = file.statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) => [...statement.declarationList.declarations])
    .find((declaration) => declaration.name.getText() === 'invariants')?.initializer;
  if (!declared || !ts.isObjectLiteralExpression(declared)) return [];
  return declared.properties.filter(ts.isPropertyAssignment).map((property) => ({
    rule: property.name.getText(),
    predicate: dedented(property.initializer.getText(), 2),
  }));
}

/** The lines without so many blanks before them, and without empty lines around them. */
function dedented(text: string, blanks: number): string {
  return text.replace(new RegExp(`^ {1,${blanks}}`, 'gm'), '').trim();
}
