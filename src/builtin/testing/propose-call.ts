import { addDays } from '../../base/days.ts';
import { canonicalJson, type Json } from '../../base/json.ts';
import type { Random } from '../../base/random.ts';
import { fitsForm, withDefaults } from '../../domain/contract/call-arguments.ts';
import type { Promised, World } from '../../domain/contract/form.ts';
import { type Ruling, rulingOf, type Standing, standingReasons } from '../../domain/contract/refusals.ts';
import type { TestKind } from '../../domain/environment/agents-report.ts';
import type { Operation, Parameter, Skeleton } from '../../domain/environment/skeleton.ts';
import type { ValueType } from '../../domain/environment/value-type.ts';
import type { ToolCall } from '../../domain/rollout/call.ts';
import type { State, StateRecord } from '../../domain/state.ts';

/** Arguments that are tried for one call before it is given up. */
const tries = 400;
/** Reasons among which a negative call is chosen. */
const enoughReasons = 10;

export interface Proposal {
  readonly call: ToolCall;
  readonly expected: string;
}

interface Testing {
  readonly skeleton: Skeleton;
  readonly operation: Operation;
  readonly promised: Promised<World<State>, never, State>;
  readonly world: World<State>;
  readonly random: Random;
  /** The number of the request for calls: each takes another reason for a refusal. */
  readonly turn: number;
  /** Calls made before, as canonical JSON: not to be repeated. */
  readonly made: ReadonlySet<string>;
}

/** A call of an operation that has to succeed or to be refused, found by trial; undefined where the state offers none. */
export function proposeCall(testing: Testing, kind: TestKind): Proposal | undefined {
  return kind === 'positive' ? positiveCall(testing) : (refusedCall(testing) ?? malformedCall(testing));
}

function positiveCall(testing: Testing): Proposal | undefined {
  for (let index = 0; index < tries; index++) {
    const call = anyCall(testing, { strangers: 0 });
    if (call && rulingOn(testing, call).kind === 'accepted') return { call, expected: 'It succeeds.' };
  }
  return undefined;
}

/** One of several kinds of refusal, so that not always the most frequent one is tried; reasons that stand alone come first. */
function refusedCall(testing: Testing): Proposal | undefined {
  const byReason = new Map<string, Proposal & { readonly isAlone: boolean }>();
  for (let index = 0; index < tries && byReason.size < enoughReasons; index++) {
    const call = anyCall(testing, { strangers: index < tries / 2 ? 0 : 0.2 });
    const ruling = call && rulingOn(testing, call);
    if (!call || ruling?.kind !== 'refused') continue;
    // Names and numbers in a sentence do not make it another reason.
    const sort = ruling.reason.replace(/\S*\d\S*/g, '#');
    if (byReason.get(sort)?.isAlone) continue;
    byReason.set(sort, { call, expected: `It is refused: ${ruling.reason}`, isAlone: standingOn(testing, call).length === 1 });
  }
  const found = [...byReason.values()];
  const alone = found.filter(({ isAlone }) => isAlone);
  if (found.length === 0) return undefined;
  // By turns: what is found by chance alone leaves rare reasons out.
  const choice = (alone.length > 0 ? alone : found).sort((one, other) => (one.expected < other.expected ? -1 : 1));
  const { call, expected, isAlone } = choice[testing.turn % choice.length] ?? testing.random.pick(choice);
  return { call: isAlone ? nearerToLimit(testing, call) : call, expected };
}

/** The same call, in half of the cases with smaller numbers for which it is refused all the same: mistakes sit at limits. */
function nearerToLimit(testing: Testing, call: ToolCall): ToolCall {
  const random = testing.random.fork('limit');
  if (random.chance(0.5)) return call;
  const [reason] = standingOn(testing, call);
  let nearest = call;
  for (const { name, type } of testing.operation.parameters)
    for (let index = 0; type.kind === 'integer' && index < 5; index++) {
      const [least, value] = [type.minimum ?? 0, nearest.arguments[name]];
      if (typeof value !== 'number' || value <= least) break;
      const smaller = { ...call, arguments: { ...nearest.arguments, [name]: random.integer(least, value - 1) } };
      const [first, second] = standingOn(testing, smaller);
      const isNew = !testing.made.has(canonicalJson(smaller));
      if (first?.text === reason?.text && second === undefined && isNew) nearest = smaller;
    }
  return nearest;
}

/** For tools that the business never refuses: a required argument is missing, or there is one too many. */
function malformedCall(testing: Testing): Proposal | undefined {
  const call = anyCall(testing, { strangers: 0 }) ?? { tool: testing.operation.name, arguments: {} };
  const required = testing.operation.parameters.filter((parameter) => parameter.required);
  const [first] = required;
  const args = Object.fromEntries(Object.entries(call.arguments).filter(([name]) => name !== first?.name));
  return {
    call: { tool: call.tool, arguments: first ? args : { ...args, unheard_of: true } },
    expected: first ? `It is refused: ${first.name} is missing.` : 'It is refused: there is no argument unheard_of.',
  };
}

function rulingOn({ skeleton, promised, operation, world }: Testing, call: ToolCall): Ruling {
  return rulingOf(skeleton, operation, promised, { world, args: withDefaults(operation, call.arguments) });
}

/** The reasons that stand against a call. */
function standingOn({ skeleton, promised, operation, world }: Testing, call: ToolCall): readonly Standing[] {
  const args = withDefaults(operation, call.arguments);
  return standingReasons(skeleton, operation, promised, { world, args }).filter((reason) => reason.holds === true);
}

/** Arguments of the right form, those of a call taken from one record as far as it has them; undefined for what was made before. */
function anyCall(testing: Testing, { strangers }: { strangers: number }): ToolCall | undefined {
  const { skeleton, operation, world, random, made } = testing;
  const entity = random.pick(skeleton.entities);
  const records = Object.values(world.state[entity.collection] ?? {});
  const record = records.length > 0 && random.chance(0.7) ? random.pick(records) : undefined;
  const args: Record<string, Json> = {};
  for (const parameter of operation.parameters) {
    if (!parameter.required && random.chance(0.4)) continue;
    const value =
      random.chance(strangers) && parameter.type.kind === 'reference'
        ? `X-${random.integer(1000, 9999)}`
        : (related(parameter, entity, record) ?? sampleOf(testing, parameter.type, parameter.name));
    if (value !== undefined) args[parameter.name] = value;
  }
  const call = { tool: operation.name, arguments: args };
  return fitsForm(operation, args) && !made.has(canonicalJson(call)) ? call : undefined;
}

function related(parameter: Parameter, entity: Skeleton['entities'][number], record: StateRecord | undefined): Json | undefined {
  const { type, name } = parameter;
  const isItself = type.kind === 'reference' && type.entity === entity.name;
  return (isItself ? record?.[entity.key] : record?.[name]) ?? undefined;
}

function sampleOf(testing: Testing, type: ValueType, name: string): Json | undefined {
  const { skeleton, world, random } = testing;
  switch (type.kind) {
    case 'reference': {
      const collection = skeleton.entities.find((entity) => entity.name === type.entity)?.collection ?? '';
      const keys = Object.keys(world.state[collection] ?? {});
      return keys.length > 0 ? random.pick(keys) : undefined;
    }
    case 'boolean':
      return random.chance(0.5);
    case 'enum':
      return random.pick(type.values);
    case 'integer':
    case 'number':
      return numberOf(testing, type, name);
    case 'date':
      return dateOf(testing);
    case 'datetime':
      return `${addDays(world.today, random.integer(-10, 30))}T${String(random.integer(8, 18)).padStart(2, '0')}:00:00Z`;
    case 'string':
      return random.pick(textsOf(testing, name));
    case 'list':
      return Array.from({ length: random.integer(1, 3) }, () => sampleOf(testing, type.items, name) ?? null);
    case 'object':
      return Object.fromEntries(type.fields.map((field) => [field.name, sampleOf(testing, field.type, field.name) ?? null]));
    case 'entity':
      throw new Error('an entity is not a parameter');
  }
}

/** Numbers at which something may tip: the bounds, those of the business, those in records, and their neighbours. */
function numberOf(testing: Testing, bounds: { minimum?: number | undefined; maximum?: number | undefined }, name: string): Json {
  const { world, random } = testing;
  const low = bounds.minimum ?? 0;
  const high = bounds.maximum ?? low + 10_000;
  const policies = Object.values(world.policy).filter((value) => typeof value === 'number');
  const seen = seenValues(testing, name).filter((value) => typeof value === 'number');
  const start = random.pick([low, low + random.integer(0, 5), ...policies, ...seen]);
  const moved = start + random.pick([0, 0, 1, -1, Math.round(start / 2)]);
  return Math.min(high, Math.max(low, moved));
}

/** Days at which something may tip: those that the business counts from today, those in records, and their neighbours. */
function dateOf({ skeleton, world, random }: Testing): string {
  const counted = Object.values(world.policy).filter((value) => typeof value === 'number' && value <= 1000);
  const entity = random.pick(skeleton.entities);
  const dates = entity.attributes.filter((attribute) => attribute.type.kind === 'date').map((attribute) => attribute.name);
  const seen = Object.values(world.state[entity.collection] ?? {}).flatMap((record) => dates.map((name) => record[name]));
  const tips = [
    ...counted.flatMap((days) => [addDays(world.today, Number(days)), addDays(world.today, -Number(days))]),
    ...seen.filter((value) => typeof value === 'string'),
  ];
  if (tips.length === 0 || random.chance(0.5)) return addDays(world.today, random.integer(-40, 40));
  return addDays(random.pick(tips), random.pick([0, 0, 1, -1]));
}

/** Texts in records, their words, how those begin, what differs from them in a digit; and texts that nothing has. */
function textsOf(testing: Testing, name: string): string[] {
  const seen = seenValues(testing, name).filter((value) => typeof value === 'string');
  const words = seen.flatMap((value) => value.split(' ').filter((word) => word.length > 2));
  const others = seen.map((value) => value.replace(/\d(?=\D*$)/, (digit) => String(9 - Number(digit))));
  return [...new Set([...seen, ...words, ...words.map((word) => word.slice(0, 2)), ...others, 'by arrangement', 'zzz', ' '])];
}

/** What attributes of this name hold, or of a name that a search may mean. */
function seenValues({ skeleton, world }: Testing, name: string): Json[] {
  return skeleton.entities.flatMap((entity) =>
    entity.attributes
      .filter((attribute) => attribute.name === name || (name === 'text' && /name$|title$/.test(attribute.name)))
      .flatMap((attribute) =>
        Object.values(world.state[entity.collection] ?? {}).map((record) => record[attribute.name] ?? null),
      ),
  );
}
