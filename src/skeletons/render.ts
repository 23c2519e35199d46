import type { EnvironmentCode } from '../domain/environment.ts';
import type { Operation, Skeleton } from '../domain/skeleton.ts';
import type { ValueType } from '../domain/value-type.ts';

/**
 * The TypeScript module of an environment: types, class, signatures and doc comments come from the skeleton; method bodies,
 * private helpers and invariant predicates from the author. With no code the bodies refuse, which is the shell an author
 * is shown.
 */
export function renderModule(skeleton: Skeleton, code?: EnvironmentCode): string {
  const parts = [
    `/** ${comment(skeleton.introduction)} */`,
    ...renderPolicy(skeleton),
    ...skeleton.entities.map(renderEntity),
    renderState(skeleton),
    renderClass(skeleton, code),
    renderInvariants(skeleton, code),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Text that may stand inside a doc comment. */
function comment(text: string): string {
  return text.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim();
}

function renderPolicy(skeleton: Skeleton): string[] {
  if (skeleton.policy.length === 0) return [];
  const lines = skeleton.policy.map(
    (constant) => `  /** ${comment(constant.description)} */\n  ${constant.name}: ${JSON.stringify(constant.value)},`,
  );
  return [`/** The numbers and words of the business. */\nexport const POLICY = {\n${lines.join('\n')}\n} as const;`];
}

function renderEntity(entity: Skeleton['entities'][number]): string {
  const lines = entity.attributes.map((attribute) => {
    const type = typeText(attribute.type) + (attribute.nullable ? ' | null' : '');
    return `  /** ${comment(attribute.description)} */\n  ${attribute.name}: ${type};`;
  });
  return `/** ${comment(entity.description)} */\nexport interface ${entity.name} {\n${lines.join('\n')}\n}`;
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
      return `{ ${type.fields.map((field) => `${field.name}: ${typeText(field.type)}${field.nullable ? ' | null' : ''}`).join('; ')} }`;
    case 'entity':
      return type.entity;
  }
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
    comment(operation.description),
    tags.join('  '),
    ...operation.parameters.map((parameter) => `@param ${parameter.name}  ${comment(parameter.description)}`),
  ];
  const data = operation.returns.kind === 'message' ? '' : `<${typeText(operation.returns.type)}>`;
  return `  /**\n${doc.map((line) => `   * ${line}`).join('\n')}\n   */\n  ${operation.name}(${renderParameters(operation)}): Result${data}`;
}

function renderParameters(operation: Operation): string {
  if (operation.parameters.length === 0) return '';
  const names = operation.parameters.map((parameter) =>
    parameter.default === undefined ? parameter.name : `${parameter.name} = ${literal(parameter.default)}`,
  );
  const types = operation.parameters.map(
    (parameter) => `${parameter.name}${parameter.required ? '' : '?'}: ${typeText(parameter.type)}`,
  );
  return `{ ${names.join(', ')} }: { ${types.join('; ')} }`;
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : String(value);
}

function renderInvariants(skeleton: Skeleton, code: EnvironmentCode | undefined): string {
  const texts = new Map(skeleton.rules.map((rule) => [rule.id, rule.text]));
  const lines = (code?.invariants ?? []).map(
    (invariant) =>
      `  // ${comment(texts.get(invariant.rule) ?? '')}\n  ${invariant.rule}: ${indent(invariant.predicate, 2).trimStart()},`,
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
