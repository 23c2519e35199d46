import type { EnvironmentCode } from '../../domain/environment/environment.ts';
import type { Operation, Skeleton } from '../../domain/environment/skeleton.ts';
import type { ValueType } from '../../domain/environment/value-type.ts';
import { braced, commentText, docComment, lineComment, lineWidth } from './wrap-code.ts';

/**
 * The TypeScript module of an environment: types, class, signatures and doc comments come from the skeleton; method bodies,
 * private helpers and invariant predicates from the author. With no code the bodies refuse, which is the shell an author
 * is shown.
 */
export function renderModule(skeleton: Skeleton, code?: EnvironmentCode): string {
  const parts = [
    documented(skeleton.introduction),
    ...renderPolicy(skeleton),
    ...skeleton.entities.map(renderEntity),
    renderState(skeleton),
    renderClass(skeleton, code),
    renderInvariants(skeleton, code),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** One sentence or more as a doc comment. */
function documented(text: string, indent = 0): string {
  return docComment([{ text: commentText(text) }], indent);
}

function renderPolicy(skeleton: Skeleton): string[] {
  if (skeleton.policy.length === 0) return [];
  const lines = skeleton.policy.map(
    (constant) => `${documented(constant.description, 2)}\n  ${constant.name}: ${JSON.stringify(constant.value)},`,
  );
  return [`/** The numbers and words of the business. */\nexport const POLICY = {\n${lines.join('\n')}\n} as const;`];
}

function renderEntity(entity: Skeleton['entities'][number]): string {
  const lines = entity.attributes.map((attribute) => {
    return `${documented(attribute.description, 2)}\n  ${attribute.name}:${attributeType(attribute)};`;
  });
  return `${documented(entity.description)}\nexport interface ${entity.name} {\n${lines.join('\n')}\n}`;
}

/** The type of an attribute with the space before it; each member of a long union stands on its own line. */
function attributeType({ name, type, nullable }: Skeleton['entities'][number]['attributes'][number]): string {
  const text = typeText(type) + (nullable ? ' | null' : '');
  if (type.kind !== 'enum' || name.length + text.length + 5 <= lineWidth) return ` ${text}`;
  return text
    .split(' | ')
    .map((member) => `\n    | ${member}`)
    .join('');
}

function renderState(skeleton: Skeleton): string {
  const lines = skeleton.entities.map((entity) => `  ${entity.collection}: Record<string, ${entity.name}>;`);
  return `export interface State {\n${lines.join('\n')}\n}`;
}

/** The TypeScript notation of a type of the type language. */
export function typeText(type: ValueType): string {
  switch (type.kind) {
    case 'string':
    case 'date':
    case 'datetime':
    case 'reference':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'enum':
      return type.values.map((value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`).join(' | ');
    case 'list': {
      const items = typeText(type.items);
      return type.items.kind === 'enum' ? `(${items})[]` : `${items}[]`;
    }
    case 'object':
      return `{ ${fieldsText(type).join('; ')} }`;
    case 'entity':
      return type.entity;
  }
}

function fieldsText({ fields }: Extract<ValueType, { kind: 'object' }>): string[] {
  return fields.map((field) => `${field.name}: ${typeText(field.type)}${field.nullable ? ' | null' : ''}`);
}

function renderClass(skeleton: Skeleton, code: EnvironmentCode | undefined): string {
  const bodies = new Map(code?.methods.map((method) => [method.operation, method.body]));
  const methods = skeleton.operations.map(
    (operation) =>
      `${renderSignature(operation)} {\n${indent(bodies.get(operation.name) ?? "return fail('not written');", 4)}\n  }`,
  );
  const helpers = (code?.helpers ?? []).map((helper) => indent(helper, 2));
  return `export class ${skeleton.name} extends Environment<State> {\n${[...methods, ...helpers].join('\n\n')}\n}`;
}

function renderSignature(operation: Operation): string {
  const tags = [`@effect ${operation.effect}`, ...(operation.rules.length > 0 ? [`@rules ${operation.rules.join(' ')}`] : [])];
  const doc = [
    { text: commentText(operation.description) },
    { text: tags.join('  ') },
    ...operation.parameters.map(({ name, description }) => ({ text: `@param ${name}  ${commentText(description)}`, hanging: 2 })),
  ];
  return `${docComment(doc, 2)}\n  ${operation.name}(${renderParameters(operation)}): ${renderResult(operation)}`;
}

/** Names and types of the arguments; where they do not fit on a line, each has its own. */
function renderParameters(operation: Operation): string {
  if (operation.parameters.length === 0) return '';
  const names = operation.parameters.map((parameter) =>
    parameter.default === undefined ? parameter.name : `${parameter.name} = ${literal(parameter.default)}`,
  );
  const types = operation.parameters.map(
    (parameter) => `${parameter.name}${parameter.required ? '' : '?'}: ${typeText(parameter.type)}`,
  );
  const around = operation.name.length + resultText(operation).length + 8;
  const flat = `{ ${names.join(', ')} }: { ${types.join('; ')} }`;
  const taken = around + flat.length > lineWidth ? lineWidth : 0;
  return `${braced(names, ',', 2, taken)}: ${braced(types, ';', 2, taken)}`;
}

/** The type of the result; the fields of an object, or of a list of objects, each on its own line where there is no room. */
function renderResult(operation: Operation): string {
  const { returns, name, parameters } = operation;
  const text = resultText(operation);
  const before = parameters.length === 0 ? name.length + 6 : 6;
  if (returns.kind === 'message' || before + text.length + 2 <= lineWidth) return text;
  const { type } = returns;
  const item = type.kind === 'list' ? type.items : type;
  return item.kind === 'object'
    ? `Result<${braced(fieldsText(item), ';', 2, lineWidth)}${type.kind === 'list' ? '[]' : ''}>`
    : text;
}

function resultText({ returns }: Operation): string {
  return returns.kind === 'message' ? 'Result' : `Result<${typeText(returns.type)}>`;
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : String(value);
}

function renderInvariants(skeleton: Skeleton, code: EnvironmentCode | undefined): string {
  const texts = new Map(skeleton.rules.map((rule) => [rule.id, rule.text]));
  const lines = (code?.invariants ?? []).map(
    (invariant) =>
      `${lineComment(texts.get(invariant.rule) ?? '', 2)}\n  ${invariant.rule}: ${indent(invariant.predicate, 2).trimStart()},`,
  );
  return `export const invariants: Invariants<State> = {${lines.length > 0 ? `\n${lines.join('\n')}\n` : ''}};`;
}

/** Indent every line that is not blank. */
function indent(text: string, spaces: number): string {
  const pad = ' '.repeat(spaces);
  return text
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : pad + line))
    .join('\n');
}
