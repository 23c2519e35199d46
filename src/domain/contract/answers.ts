import { canonicalJson, isObject } from '../../base/json.ts';
import type { Answer, Listing, Open, Value } from './form.ts';
import { compareRanks } from './order.ts';

/** What is wrong with the data of a success, as the end of "It answered ..., but"; undefined where it is as promised. */
export function answerProblem(data: unknown, answer: Answer): string | undefined {
  if (!isListing(answer)) return matches(data, answer) ? undefined : `should answer ${shortened(answer)}`;
  if (!Array.isArray(data)) return 'should answer a list';
  return listProblem(data, answer);
}

/** Whether a value is the promised one, places that are open aside. */
export function matches(data: unknown, value: Value | undefined): boolean {
  if (isOpen(value)) return value['(open)'] === 'value' || (typeof data === 'string' && data.trim() !== '');
  if (Array.isArray(value))
    return Array.isArray(data) && data.length === value.length && value.every((item, index) => matches(data[index], item));
  if (!isObject(value)) return canonicalJson(data ?? null) === canonicalJson(value ?? null);
  if (!isObject(data)) return false;
  const [given, wanted] = [Object.entries(data), Object.entries(value)].map((fields) =>
    fields.filter(([, field]) => field !== undefined),
  );
  return (
    given?.length === wanted?.length &&
    (wanted ?? []).every(([name]) => Object.hasOwn(data, name) && matches(data[name], value[name]))
  );
}

/** At most 300 characters of a value. */
export function shortened(value: unknown): string {
  const text = canonicalJson(value);
  return text.length <= 300 ? text : `${text.slice(0, 300)}...`;
}

function listProblem(data: readonly unknown[], { items, ranks }: Listing): string | undefined {
  const left = new Set(items.keys());
  const places: number[] = [];
  for (const item of data) {
    // Among equal items it does not matter which one is taken.
    const place = [...left].find((index) => matches(item, items[index]));
    if (place === undefined) return `should not answer ${shortened(item)}`;
    left.delete(place);
    places.push(place);
  }
  const [missing] = left;
  if (missing !== undefined) return `should also answer ${shortened(items[missing])}`;
  if (!ranks) return undefined;
  const wrong = places.findIndex(
    (place, index) => index > 0 && compareRanks(ranks[places[index - 1] ?? place] ?? [], ranks[place] ?? []) > 0,
  );
  return wrong < 0 ? undefined : `should answer ${shortened(data[wrong])} before ${shortened(data[wrong - 1])}`;
}

function isListing(answer: Answer): answer is Listing {
  return isObject(answer) && 'kind' in answer && answer.kind === 'listing' && 'items' in answer && 'ranks' in answer;
}

function isOpen(value: unknown): value is Open {
  return isObject(value) && '(open)' in value;
}
