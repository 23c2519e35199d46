import { suggestion } from '../../base/nearest.ts';
import type { OperationCount } from '../../domain/environment/operation-count.ts';
import type { Attribute, Entity, Operation, Skeleton, StateModel } from '../../domain/environment/skeleton.ts';
import { valueSchema } from '../../domain/environment/state-schema.ts';
import type { ValueType } from '../../domain/environment/value-type.ts';
import { patternProblem } from '../../domain/patterns/pattern-problem.ts';
import { sameOperations } from './same-operations.ts';

/** Names a generated class or a dataset format gives a meaning of its own. */
const reservedOperations = [
  'constructor',
  'state',
  'new_id',
  'now',
  'today',
  'random',
  'weekday',
  'reset',
  'step',
  'close',
  'verify',
  'seed_session',
  'submit',
  'done',
  'mcp',
];
const reservedTypes = [
  'State',
  'Environment',
  'Result',
  'Invariants',
  'Check',
  'Record',
  'Object',
  'Array',
  'String',
  'Number',
  'Map',
  'Set',
  'Error',
  'Date',
];

/** What is wrong with the state half of a skeleton, in sentences an author can act on; empty when nothing is. */
export function stateModelProblems(model: StateModel): string[] {
  const names = model.entities.map((entity) => entity.name);
  const problems = [
    ...duplicates('entity', names),
    ...duplicates(
      'collection',
      model.entities.map((entity) => entity.collection),
    ),
    ...duplicates(
      'rule',
      model.rules.map((rule) => rule.id),
    ),
    ...duplicates(
      'policy constant',
      model.policy.map((constant) => constant.name),
    ),
  ];
  for (const entity of model.entities) {
    const where = `Entity ${entity.name}`;
    if (reservedTypes.includes(entity.name)) problems.push(`${where}: the name is reserved; use another.`);
    problems.push(
      ...duplicates(
        `attribute of ${entity.name}`,
        entity.attributes.map((attribute) => attribute.name),
      ),
    );
    const key = entity.attributes.find((attribute) => attribute.name === entity.key);
    if (!key)
      problems.push(
        `${where}: its key "${entity.key}" is not among its attributes.${suggestion(
          entity.key,
          entity.attributes.map((a) => a.name),
        )}`,
      );
    else if (key.type.kind !== 'string' || key.nullable)
      problems.push(`${where}: its key "${entity.key}" must be a string that is never null.`);
    for (const attribute of entity.attributes)
      problems.push(...attributeProblems(`${where}, attribute "${attribute.name}"`, attribute, names));
  }
  return problems;
}

function attributeProblems(where: string, attribute: Attribute, entities: readonly string[]): string[] {
  return [
    ...typeProblems(where, attribute.type, entities),
    ...(mentions(attribute.type, 'entity') ? [`${where}: a record cannot hold a whole entity; use a reference to its key.`] : []),
  ];
}

/** What is wrong with the operations of a skeleton whose state half is in order. */
export function operationProblems(skeleton: Skeleton): string[] {
  const entities = skeleton.entities.map((entity) => entity.name);
  const rules = skeleton.rules.map((rule) => rule.id);
  const problems = duplicates(
    'operation',
    skeleton.operations.map((operation) => operation.name),
  );
  for (const operation of skeleton.operations) problems.push(...oneOperationProblems(operation, entities, rules));

  const enforced = new Set(skeleton.operations.flatMap((operation) => operation.rules));
  for (const rule of skeleton.rules) {
    if (rule.kind === 'guard' && !enforced.has(rule.id))
      problems.push(
        `Rule ${rule.id} is a guard that no operation enforces: name it in the "rules" of the operations that must refuse.`,
      );
  }
  for (const effect of ['read', 'write']) {
    if (!skeleton.operations.some((operation) => operation.effect === effect))
      problems.push(`There is no operation with effect "${effect}".`);
  }
  const visible = new Set(
    skeleton.operations
      .filter((operation) => operation.effect === 'read')
      .flatMap((operation) => shownEntities(operation, skeleton)),
  );
  for (const entity of skeleton.entities) {
    if (!visible.has(entity.name))
      problems.push(
        `No read returns anything of ${entity.name}: an agent could not find its records. Add a read, or return them from an existing one.`,
      );
    else problems.push(...hiddenAttributes(entity, skeleton));
  }
  return [...problems, ...sameOperations(skeleton.operations)];
}

/** Operations that a plan has too few or too many of, in a sentence. */
export function operationCountProblems(operations: readonly Operation[], { least, most }: OperationCount): string[] {
  const count = operations.length;
  if (count >= least && count <= most) return [];
  const advice =
    count < least
      ? 'Add reads that show what writes change, and the writes that the rules and the life cycles of the entities call for.'
      : 'Leave out those that hardly anybody asks for, or put two into one with an optional parameter.';
  return [`There are ${count} operations; ${least} to ${most} are wanted. ${advice}`];
}

/** Attributes that no read shows: what a write does to them could not be observed. */
function hiddenAttributes(entity: Entity, skeleton: Skeleton): string[] {
  let isShownWhole = false;
  const fields = new Set<string>();
  for (const operation of skeleton.operations) {
    if (operation.effect !== 'read' || operation.returns.kind !== 'data') continue;
    walk(operation.returns.type, (type) => {
      if (type.kind === 'entity' && type.entity === entity.name) isShownWhole = true;
      if (type.kind === 'object') for (const field of type.fields) fields.add(field.name);
    });
  }
  const hidden = entity.attributes.filter((attribute) => attribute.name !== entity.key && !fields.has(attribute.name));
  if (isShownWhole || hidden.length === 0) return [];
  const names = hidden.map((attribute) => `"${attribute.name}"`).join(', ');
  return [
    `No read shows ${names} of ${entity.name}: what a write does there cannot be observed. Return whole records of it from some read.`,
  ];
}

function oneOperationProblems(operation: Operation, entities: readonly string[], rules: readonly string[]): string[] {
  const where = `Operation ${operation.name}`;
  const problems = duplicates(
    `parameter of ${operation.name}`,
    operation.parameters.map((parameter) => parameter.name),
  );
  if (reservedOperations.includes(operation.name)) problems.push(`${where}: the name is reserved; use another.`);
  for (const rule of operation.rules)
    if (!rules.includes(rule)) problems.push(`${where} enforces ${rule}, which is not a rule.${suggestion(rule, rules)}`);
  for (const parameter of operation.parameters) {
    const what = `${where}, parameter "${parameter.name}"`;
    problems.push(...typeProblems(what, parameter.type, entities));
    if (mentions(parameter.type, 'entity')) problems.push(`${what}: a parameter cannot be a whole entity.`);
    if (parameter.required && parameter.default !== undefined) problems.push(`${what}: a required parameter has no default.`);
    else if (
      parameter.default !== undefined &&
      !mentions(parameter.type, 'entity') &&
      !valueSchema(parameter.type).safeParse(parameter.default).success
    )
      problems.push(`${what}: the default ${JSON.stringify(parameter.default)} is not a value of its type.`);
  }
  if (operation.returns.kind === 'data') problems.push(...typeProblems(`${where}, returns`, operation.returns.type, entities));
  if (operation.effect === 'read' && operation.returns.kind === 'message') problems.push(`${where}: a read must return data.`);
  return problems;
}

/** Entities whose records a result shows: whole ones, and those whose key it gives under the name of the key attribute. */
function shownEntities(operation: Operation, skeleton: Skeleton): string[] {
  if (operation.returns.kind !== 'data') return [];
  const shown: string[] = [];
  walk(operation.returns.type, (type) => {
    if (type.kind === 'entity' || type.kind === 'reference') shown.push(type.entity);
    if (type.kind !== 'object') return;
    for (const field of type.fields)
      shown.push(...skeleton.entities.filter((entity) => entity.key === field.name).map((entity) => entity.name));
  });
  return shown;
}

function walk(type: ValueType, visit: (type: ValueType) => void): void {
  visit(type);
  if (type.kind === 'list') walk(type.items, visit);
  if (type.kind === 'object') for (const field of type.fields) walk(field.type, visit);
}

function mentions(type: ValueType, kind: ValueType['kind']): boolean {
  let found = false;
  walk(type, (inner) => {
    if (inner.kind === kind) found = true;
  });
  return found;
}

function typeProblems(where: string, type: ValueType, entities: readonly string[]): string[] {
  const problems: string[] = [];
  walk(type, (inner) => {
    if ((inner.kind === 'reference' || inner.kind === 'entity') && !entities.includes(inner.entity))
      problems.push(`${where} refers to "${inner.entity}", which is not an entity.${suggestion(inner.entity, entities)}`);
    const problem =
      inner.kind === 'string' && inner.pattern !== undefined ? patternProblem(inner.pattern, inner.maxLength) : undefined;
    if (problem !== undefined) problems.push(`${where}: ${problem}`);
    if (
      (inner.kind === 'integer' || inner.kind === 'number') &&
      inner.minimum !== undefined &&
      inner.maximum !== undefined &&
      inner.minimum > inner.maximum
    )
      problems.push(`${where}: its minimum ${inner.minimum} is above its maximum ${inner.maximum}.`);
    if (inner.kind === 'object')
      problems.push(
        ...duplicates(
          `field in ${where}`,
          inner.fields.map((field) => field.name),
        ),
      );
  });
  return problems;
}

function duplicates(what: string, names: readonly string[]): string[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => `There are two of the ${what} "${name}".`);
}
