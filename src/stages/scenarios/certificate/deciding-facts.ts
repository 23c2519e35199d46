import { canonicalJson, type Json } from '../../../base/json.ts';
import type { Attribute } from '../../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { State } from '../../../domain/state.ts';
import { stateWith } from '../../../domain/with-record.ts';
import type { CertificateInput } from '../certificate-input.ts';

/** Other values tried for one fact. */
const valuesTried = 8;

/** An attribute of a record. */
export interface RecordedFact {
  readonly collection: string;
  readonly key: string;
  readonly attribute: string;
}

type Place = Pick<CertificateInput, 'environment' | 'start' | 'skeleton'>;

/** The facts that decide whether a call is refused: with another value of one of them it would succeed. */
export async function decidingFacts(
  place: Place,
  facts: readonly RecordedFact[],
  refused: ExecutedCall,
): Promise<RecordedFact[]> {
  const deciding: RecordedFact[] = [];
  for (const fact of facts) if (await decides(place, fact, refused)) deciding.push(fact);
  return deciding;
}

/**
 * Of a task that asks for what a rule forbids: each refusal must rest on one of the facts that had to be seen, so that whoever saw
 * them knows why. One sentence for each refusal that rests on none.
 */
export async function undecidedRefusals(input: CertificateInput): Promise<string[]> {
  const { checks, refused = [] } = input;
  // What is so already shows as such, and often in a record that is not there; what is forbidden needs its fact.
  const forbidden = new Set(
    checks.flatMap(({ predicate }) =>
      predicate.kind === 'declined' && predicate.because.as === 'forbidden' ? predicate.tool : [],
    ),
  );
  if (forbidden.size === 0) return [];
  const facts = checks.flatMap(({ predicate }) =>
    predicate.kind === 'looked-up'
      ? predicate.records.flatMap(({ collection, key, fields }) =>
          fields.map(({ name }) => ({ collection, key, attribute: name })),
        )
      : [],
  );
  const problems: string[] = [];
  for (const call of refused.filter(({ tool }) => forbidden.has(tool))) {
    const deciding = await decidingFacts(input, facts, call);
    if (deciding.length === 0)
      problems.push(
        `No attribute that has to be seen decides whether ${call.tool} is refused: with other values it is refused, too.`,
      );
  }
  return problems;
}

async function decides({ environment, start, skeleton }: Place, fact: RecordedFact, call: ExecutedCall): Promise<boolean> {
  const { collection, key } = fact;
  const entity = skeleton.entities.find((one) => one.collection === collection);
  const attribute = entity?.attributes.find(({ name }) => name === fact.attribute);
  const record = start.state[collection]?.[key];
  if (!entity || !attribute || !record || attribute.name === entity.key) return false;
  for (const value of otherValues(start.state, collection, attribute, record[attribute.name] ?? null)) {
    const state = stateWith(start.state, collection, key, { ...record, [attribute.name]: value });
    const instance = await environment.create({ ...start, state });
    try {
      const { outcome } = await instance.call(call.tool, call.arguments);
      if (outcome === 'success') return true;
    } finally {
      await instance.close();
    }
  }
  return false;
}

function otherValues(state: State, collection: string, { name, type, nullable }: Attribute, value: Json): Json[] {
  const offered: Json[] = type.kind === 'enum' ? [...type.values] : type.kind === 'boolean' ? [true, false] : [];
  const near = typeof value === 'number' ? [value + 1, value - 1, 0, value + 1000, value + 1000000] : [];
  const date = typeof value === 'string' ? datesAround(value, state, collection, name) : [];
  const recorded = Object.values(state[collection] ?? {}).map((record) => record[name] ?? null);
  const values = [...offered, ...date, ...near, ...(nullable ? [null] : []), ...recorded.filter((other) => other !== null)];
  const distinct = new Map(values.map((other) => [canonicalJson(other), other]));
  distinct.delete(canonicalJson(value));
  return [...distinct.values()].slice(0, valuesTried);
}

/** Of a day or moment the earliest and latest of its kind, and some far away. */
function datesAround(value: string, state: State, collection: string, name: string): string[] {
  if (!/^\d{4}-\d{2}-\d{2}/.test(value)) return [];
  const all = Object.values(state[collection] ?? {})
    .flatMap((record) => record[name] ?? [])
    .filter((other) => typeof other === 'string')
    .sort();
  return [all[0], all.at(-1), `2001-01-01${value.slice(10)}`, `2099-12-31${value.slice(10)}`].filter(
    (date) => date !== undefined,
  );
}
