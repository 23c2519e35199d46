import type { Json } from '../../../base/json.ts';
import { isObject } from '../../../base/json.ts';
import type { AwaitingCall, CallPattern, Condition, RenderedPredicate } from '../../../domain/checks/check.ts';

/** The TypeScript of a predicate: a pure arrow function over the two states and the calls that a person can read. */
export function renderPredicate(predicate: RenderedPredicate): string {
  switch (predicate.kind) {
    case 'created': {
      const conditions = [
        `!Object.hasOwn(initial${member(predicate.collection)}, key)`,
        ...predicate.where.map((where) => renderCondition(where, 'record')),
      ];
      return `({ initial, final }) =>\n  Object.entries(final${member(predicate.collection)}).filter(([key, record]) =>\n    ${conditions.join(' &&\n    ')}).length === ${predicate.count}`;
    }
    case 'removed':
      return `({ final }) => !Object.hasOwn(final${member(predicate.collection)}, ${quote(predicate.key)})`;
    case 'changed': {
      const parameters = needsInitial(predicate.condition) ? '{ initial, final }' : '{ final }';
      return `(${parameters}) => {\n  const record = final${member(predicate.collection)}[${quote(predicate.key)}];\n  return record !== undefined && ${renderCondition(predicate.condition, 'record')};\n}`;
    }
    case 'frame':
      return `({ initial, final }) =>\n  changedOnly(initial, final, ${renderAllowed(predicate)})`;
    case 'never-called':
      return `({ calls }) =>\n  !calls.some((call) => call.outcome === ${quote(predicate.outcome)} && ${literal(predicate.tools)}.includes(call.tool))`;
    case 'asked-first': {
      const waits = predicate.calls.map((call) => `(!(${renderPattern(call)}) ||\n    ${renderHeard(call)})`);
      return `({ calls, replies }) =>\n  calls.every((call, before) =>\n    ${waits.join(' &&\n    ')})`;
    }
    case 'looked-up': {
      const shown = predicate.records.map((record) => {
        const fields = literal(Object.fromEntries(record.fields.map((field) => [field.name, field.value])));
        return `calls.some((call) => call.outcome === 'success' && shows(call.result, ${fields}))`;
      });
      const seen = shown.length > 1 && predicate.or.length > 0 ? `(${shown.join(' &&\n    ')})` : shown.join(' &&\n  ');
      return `({ calls }) =>\n  ${[seen, ...predicate.or.map(renderMade)].join(' ||\n  ')}`;
    }
  }
}

/** Whether the user had told by then what a call waits for. */
function renderHeard({ facts = [] }: AwaitingCall): string {
  const mentions = (told: string): string => `replies.some((reply) => reply.after <= before${told})`;
  if (facts.length === 0) return mentions('');
  return facts.map((fact) => mentions(` && (reply.told === undefined || reply.told.includes(${quote(fact)}))`)).join(' &&\n    ');
}

function renderMade(pattern: CallPattern): string {
  return `calls.some((call) => ${renderPattern(pattern)})`;
}

function renderPattern({ tool, arguments: args, outcome }: CallPattern): string {
  const parts = args.map(({ name: argument, value }) => `sameValue(call.arguments${member(argument)}, ${literal(value)})`);
  return [`call.tool === ${quote(tool)}`, `call.outcome === ${quote(outcome)}`, ...parts].join(' && ');
}

function needsInitial(condition: Condition): boolean {
  return condition.is === 'new-record';
}

function renderCondition(condition: Condition, record: string): string {
  const value = `${record}${member(condition.attribute)}`;
  switch (condition.is) {
    case 'equal':
      return typeof condition.value === 'object' && condition.value !== null
        ? `sameValue(${value}, ${literal(condition.value)})`
        : `${value} === ${literal(condition.value)}`;
    case 'present':
      return condition.unlike === undefined
        ? `${value} !== null && ${value}.length > 0`
        : `${value} !== null && ${value}.length > 0 && !sameValue(${value}, ${literal(condition.unlike)})`;
    case 'says':
      return `says(${value}, ${quote(condition.words)})`;
    case 'new-record': {
      const inner = `other${record === 'record' ? '' : record.slice('other'.length).length + 1}`;
      const key = `${inner}Key`;
      const parts = [
        `${key} === ${value}`,
        `!Object.hasOwn(initial${member(condition.collection)}, ${key})`,
        ...condition.where.map((where) => renderCondition(where, inner)),
      ];
      return `Object.entries(final${member(condition.collection)}).some(([${key}, ${inner}]) => ${parts.join(' && ')})`;
    }
  }
}

function renderAllowed(frame: Extract<RenderedPredicate, { kind: 'frame' }>): string {
  const collections = [
    ...new Set(
      [...frame.created, ...frame.removed, ...frame.changed].map((entry) => entry.collection).concat(Object.keys(frame.exempt)),
    ),
  ].sort();
  const parts = collections.map((collection) => {
    const created = frame.created.find((entry) => entry.collection === collection)?.count;
    const removed = frame.removed.filter((entry) => entry.collection === collection).map((entry) => entry.key);
    const changed = frame.changed.filter((entry) => entry.collection === collection);
    const exempt = frame.exempt[collection] ?? [];
    const fields = [
      ...(created === undefined ? [] : [`created: ${created}`]),
      ...(removed.length === 0 ? [] : [`removed: ${literal(removed)}`]),
      ...(changed.length === 0
        ? []
        : [`changed: ${literal(Object.fromEntries(changed.map((entry) => [entry.key, entry.attributes])))}`]),
      ...(exempt.length === 0 ? [] : [`exempt: ${literal(exempt)}`]),
    ];
    return `    ${name(collection)}: { ${fields.join(', ')} },`;
  });
  return parts.length === 0 ? '{}' : `{\n${parts.join('\n')}\n  }`;
}

/** A JSON value as a TypeScript literal in single quotes. */
function literal(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (isObject(value)) {
    const fields = Object.entries(value as { [key: string]: Json }).map(([key, inner]) => `${name(key)}: ${literal(inner)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  return JSON.stringify(value);
}

function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}

/** A property name; `__proto__` only as a computed key, because as a plain one it would set the prototype. */
function name(key: string): string {
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

function member(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${quote(key)}]`;
}
