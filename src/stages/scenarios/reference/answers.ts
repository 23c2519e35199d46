import { canonicalJson, isJsonObject, type Json } from '../../../base/json.ts';
import type { Told } from '../../../domain/checks/kinds/told.ts';
import type { Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { State } from '../../../domain/state.ts';
import type { ProposedTelling } from '../../../generation/work/scenarios.ts';
import { nameIn, valueAt } from '../leaves.ts';

/** What is known where an answer is worked out. */
interface Known {
  readonly skeleton: Skeleton;
  readonly initial: State;
  readonly today: string;
  readonly calls: readonly ExecutedCall[];
}

/** What the task asks to be told with its right answer, and how the reference says it; or why it cannot be told. */
export type Answers =
  | { readonly told: readonly Told[]; readonly sentences: readonly string[]; readonly problem?: undefined }
  | { readonly problem: string };

/** Works out each answer from what the calls of the reference brought up. */
export function answersOf(known: Known, proposed: readonly ProposedTelling[]): Answers {
  const told: Told[] = [];
  for (const telling of proposed) {
    const answer = answerOf(known, telling);
    if (typeof answer === 'string') return { problem: `What is to be told, "${telling.about}": ${answer}` };
    const twin = told.find(
      (one) => one.answer.type === answer.type && canonicalJson(one.answer.value) !== canonicalJson(answer.value),
    );
    if (twin)
      return {
        problem: `Two answers of the type ${answer.type} ("${twin.about}", "${telling.about}") could be told for one another: ask for one of them.`,
      };
    told.push({ kind: 'told', about: telling.about, answer });
  }
  return { told, sentences: proposed.map(({ answer }) => answer) };
}

type Answer = Told['answer'];

/** As many other values as a wrong answer is looked for among. */
const mostOthers = 12;

function answerOf(known: Known, telling: ProposedTelling): Answer | string {
  const { type, from, compute = 'value', claim } = telling;
  const call = known.calls[from.call - 1];
  const source = call && valueAt(call.result, from.path);
  if (source === undefined) return `call ${from.call} brings up nothing at "${from.path}".`;
  const found = compute === 'value' ? ofValue(known, from.path, source) : ofList(known, telling, source);
  if (typeof found === 'string') return found;
  const problem = typeProblem(type, found.value);
  if (problem !== undefined) return problem;
  const others = distinct(found.others.filter((other) => canonicalJson(other) !== canonicalJson(found.value)));
  return {
    type,
    value: found.value,
    name: found.name,
    others: others
      .filter((other) => typeProblem(type === 'list' ? itemsType(other) : type, other) === undefined)
      .slice(0, mostOthers),
    ...(type === 'list' && Array.isArray(found.value) ? { items: itemsType(found.value[0] ?? '') } : {}),
    ...(compute === 'most' ? { asks: 'more' as const } : compute === 'least' ? { asks: 'less' as const } : {}),
    ...(claim ? { claim } : {}),
    today: known.today,
  };
}

interface Found {
  readonly value: Json;
  readonly name: string;
  readonly others: readonly Json[];
}

/** What the same attribute says of other records, or an enumeration offers. */
function ofValue({ skeleton, initial }: Known, path: string, value: Json): Found {
  const name = nameIn(path);
  const owners = skeleton.entities.filter(({ attributes }) => attributes.some((attribute) => attribute.name === name));
  const offered = owners.flatMap(({ attributes }) =>
    attributes.flatMap(({ name: own, type }) => (own === name && type.kind === 'enum' ? type.values : [])),
  );
  const recorded = owners.flatMap(({ collection }) =>
    Object.values(initial[collection] ?? {}).map((record) => record[name] ?? null),
  );
  const near = typeof value === 'number' ? [value + 1, value - 1] : typeof value === 'boolean' ? [!value] : [];
  return { value, name, others: [...offered, ...recorded, ...near].filter((other) => other !== null && other !== '') };
}

function ofList(known: Known, { from, compute, where = [], field, label }: ProposedTelling, source: Json): Found | string {
  if (!Array.isArray(source)) return `there is no list at "${from.path}".`;
  const all = source.filter((item) => isJsonObject(item));
  const wanted = where.map(({ name, json }) => ({ name, value: parsed(json) }));
  const items = all.filter((item) =>
    wanted.every(({ name, value }) => canonicalJson(item[name] ?? null) === canonicalJson(value)),
  );
  if (compute === 'count') {
    const plain = where.length > 0 ? items.length : source.length;
    return { value: plain, name: nameIn(from.path), others: [source.length, plain + 1, Math.max(0, plain - 1)] };
  }
  if (field === undefined) return `"${compute}" needs a "field".`;
  const value = (item: (typeof all)[number]): Json => item[field] ?? null;
  if (compute === 'item') {
    const [only, second] = items;
    if (!only || second) return `${items.length} items fit, where one is meant.`;
    return { value: value(only), name: field, others: [...all.map(value), ...ofValue(known, field, value(only)).others] };
  }
  if (compute === 'list') return { value: distinct(items.map(value)), name: field, others: all.map(value) };
  if (compute === 'sum') {
    const numbers = items.map((item) => Number(value(item)));
    if (numbers.some((number) => Number.isNaN(number))) return `"${field}" is not a number everywhere.`;
    const total = numbers.reduce((sum, number) => sum + number, 0);
    return { value: total, name: field, others: [all.reduce((sum, item) => sum + Number(value(item)), 0), ...numbers] };
  }
  if (label === undefined) return `"${compute}" needs a "label".`;
  const sorted = [...items].sort((one, other) => compared(value(one), value(other)) * (compute === 'most' ? -1 : 1));
  const [best, next] = sorted;
  if (!best || !next) return 'there are not two to compare.';
  if (compared(value(best), value(next)) === 0) return `two share the ${compute} of "${field}".`;
  return { value: best[label] ?? null, name: label, others: sorted.slice(1).map((item) => item[label] ?? null) };
}

function compared(one: Json, other: Json): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0;
}

function parsed(json: string): Json {
  try {
    return JSON.parse(json);
  } catch {
    // Text without quotation marks means itself.
    return json;
  }
}

function typeProblem(type: Answer['type'], value: Json): string | undefined {
  const is = {
    number: typeof value === 'number',
    amount: typeof value === 'number',
    date: typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value),
    time: typeof value === 'string' && /\d{2}:\d{2}/.test(value),
    name: typeof value === 'string' && value !== '',
    choice: typeof value === 'string' && value !== '',
    'yes-no': typeof value === 'boolean',
    list: Array.isArray(value),
  }[type];
  return is ? undefined : `${canonicalJson(value)} is no ${type}.`;
}

function itemsType(item: Json): Answer['type'] {
  if (typeof item === 'number') return 'number';
  return typeof item === 'string' && /^\d{4}-\d{2}-\d{2}/.test(item) ? 'date' : 'name';
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [canonicalJson(value), value])).values()];
}
