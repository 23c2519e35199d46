import { canonicalJson } from '../../base/json.ts';
import type { Assessment } from '../../domain/environment/assessment.ts';
import type { Environment } from '../../domain/environment/environment.ts';
import type { Operation } from '../../domain/environment/skeleton.ts';
import { shortId } from '../../domain/kinds.ts';
import type { StoredArtifact } from '../../store/store.ts';
import { authorText } from './author-text.ts';
import { wrap, wrappedTable } from './layout.ts';

/** An environment on one screen: what it is about, its state, rules, tools and verdict. */
export function environmentText(artifact: StoredArtifact<'environment'>, verdict: Assessment | undefined, width: number): string {
  const { skeleton, tools, writtenBy } = artifact.body;
  const reads = tools.filter((tool) => tool.effect === 'read').length;
  const id = shortId(artifact);
  return [
    `${id}  ${artifact.subject}  (class ${skeleton.name}, written by ${authorText(writtenBy)})`,
    '',
    wrap(skeleton.introduction, width),
    '',
    'State',
    wrappedTable(
      ['  collection', 'record', 'attributes', 'description'],
      skeleton.entities.map((entity) => [
        `  ${entity.collection}`,
        entity.name,
        String(entity.attributes.length),
        entity.description,
      ]),
      width,
    ),
    '',
    'Rules',
    wrappedTable(
      ['  id', 'kind', 'text'],
      skeleton.rules.map((rule) => [`  ${rule.id}`, rule.kind, rule.text]),
      width,
    ),
    ...policyLines(artifact.body, width),
    '',
    `Tools: ${reads} that read, ${tools.length - reads} that write`,
    wrappedTable(
      ['  tool', 'effect', 'description'],
      tools.map((tool) => [`  ${tool.name}`, tool.effect, tool.description]),
      width,
    ),
    '',
    verdictLine(verdict),
    '',
    `More: envscaler show ${id} --source | --skeleton | --tools | --certificate`,
  ].join('\n');
}

function policyLines(environment: Environment, width: number): string[] {
  const { policy } = environment.skeleton;
  if (policy.length === 0) return [];
  const rows = policy.map((constant) => [`  ${constant.name}`, canonicalJson(constant.value), constant.description]);
  return ['', 'Policy', wrappedTable(['  name', 'value', 'description'], rows, width)];
}

function verdictLine(verdict: Assessment | undefined): string {
  if (!verdict) return 'Verdict: not assessed.';
  const passed = verdict.gates.filter((gate) => gate.passed).length;
  return `Verdict: ${verdict.verdict}; ${passed} of ${verdict.gates.length} gates passed in ${verdict.calls} calls on ${verdict.states.length} states.`;
}

/** The design of an environment: every attribute and operation. */
export function skeletonText(skeleton: Environment['skeleton'], width: number): string {
  const entities = skeleton.entities.map((entity) =>
    [
      `${entity.name} in ${entity.collection}, keyed by ${entity.key}: ${entity.description}`,
      wrappedTable(
        ['  attribute', 'type', 'compared', 'description'],
        entity.attributes.map((attribute) => [
          `  ${attribute.name}`,
          `${typeName(attribute.type)}${attribute.nullable ? ' or null' : ''}${attribute.unique ? ', unique' : ''}`,
          attribute.policy,
          attribute.description,
        ]),
        width,
      ),
    ].join('\n'),
  );
  return [
    `${skeleton.name}: ${skeleton.summary}`,
    ...entities,
    'Operations',
    ...skeleton.operations.map((item) => operationText(item, width)),
  ].join('\n\n');
}

function operationText(operation: Operation, width: number): string {
  const rules = operation.rules.length === 0 ? '' : `, enforces ${operation.rules.join(' ')}`;
  const returned = operation.returns.kind === 'message' ? 'a message' : typeName(operation.returns.type);
  const head = `${operation.name} (${operation.effect}${rules}) returns ${returned}\n${wrap(operation.description, width, '  ')}`;
  const parameters = operation.parameters.map((parameter) => [
    `    ${parameter.name}`,
    `${typeName(parameter.type)}${parameter.required ? '' : ', optional'}`,
    parameter.description,
  ]);
  return parameters.length === 0 ? head : `${head}\n${wrappedTable(['    parameter', 'type', 'description'], parameters, width)}`;
}

/** A type of the type language in a few characters. */
function typeName(type: Operation['parameters'][number]['type']): string {
  switch (type.kind) {
    case 'reference':
      return `-> ${type.entity}`;
    case 'entity':
      return type.entity;
    case 'list':
      return `list of ${typeName(type.items)}`;
    case 'enum':
      return type.values.join(' | ');
    case 'object':
      return `{ ${type.fields.map((field) => field.name).join(', ')} }`;
    default:
      return type.kind;
  }
}
