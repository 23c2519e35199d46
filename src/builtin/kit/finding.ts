import { isObject } from '../../base/json.ts';
import type { State, StateRecord } from '../../domain/state.ts';

/** The reading calls of a plan, derived from the records that have to be seen. */

/** A call as requests write it: an argument may be what an earlier call answers. */
export interface RequestedCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A call that shows some records, so that nothing else needs to find them. */
export interface Showing {
  readonly call: RequestedCall;
  readonly shows: readonly object[];
}

/** What has to be seen: a record, a call that shows some, or a call alone. */
export type Sight = object | RequestedCall | Showing;

/** How a record of a collection is found: what has to be seen first, and the call that then shows it. */
export type Finders<S> = {
  readonly [Collection in keyof S]?: (record: S[Collection][keyof S[Collection]], state: S) => readonly Sight[];
};

interface Place {
  readonly collection: string;
  readonly key: string;
}

/** A notebook of what a plan has looked up so far. One for each plan. */
export class Finder {
  readonly #state: State;
  readonly #finders: Finders<State>;
  readonly #calls: RequestedCall[] = [];
  readonly #made = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #records = new Set<string>();
  readonly #places: ReadonlyMap<object, Place>;

  constructor(state: State, finders: Finders<State>) {
    this.#state = state;
    this.#finders = finders;
    this.#places = placesOf(state);
  }

  get calls(): readonly RequestedCall[] {
    return this.#calls;
  }

  get records(): readonly string[] {
    return [...this.#records];
  }

  see(sight: Sight): void {
    if (isShowing(sight)) {
      for (const record of sight.shows) {
        this.#seen.add(pathOf(this.placeOf(record)));
        this.concern(record);
      }
      this.#add(sight.call);
    } else if (isCall(sight)) this.#add(sight);
    else this.#find(sight);
  }

  /** The records whose keys are among the arguments of a call. */
  argumentsOf(call: RequestedCall): StateRecord[] {
    return Object.values(call.arguments)
      .flat()
      .flatMap((value) => (typeof value === 'string' ? recordsUnder(this.#state, value) : []));
  }

  /** Counts a record among those that a plan depends on, with all by which it would be found. */
  concern(record: object): void {
    const place = this.placeOf(record);
    if (this.#records.has(pathOf(place))) return;
    this.#records.add(pathOf(place));
    for (const step of this.#stepsTo(place)) if (!isShowing(step) && !isCall(step)) this.concern(step);
  }

  placeOf(record: object): Place {
    const place = this.#places.get(record);
    if (!place) throw new Error(`not a record of the state: ${JSON.stringify(record)}`);
    return place;
  }

  #find(record: object): void {
    this.concern(record);
    const place = this.placeOf(record);
    if (this.#seen.has(pathOf(place))) return;
    this.#seen.add(pathOf(place));
    for (const step of this.#stepsTo(place)) this.see(step);
  }

  #stepsTo({ collection, key }: Place): readonly Sight[] {
    const record = this.#state[collection]?.[key];
    const finder = this.#finders[collection];
    if (!record || !finder) throw new Error(`no finder for ${collection}`);
    return finder(record, this.#state);
  }

  #add(call: RequestedCall): void {
    const text = JSON.stringify(call);
    if (this.#made.has(text)) return;
    this.#made.add(text);
    this.#calls.push(call);
  }
}

export function isCall(sight: Sight): sight is RequestedCall {
  return 'tool' in sight && 'arguments' in sight && isObject(sight.arguments);
}

function isShowing(sight: Sight): sight is Showing {
  return 'call' in sight && 'shows' in sight && Array.isArray(sight.shows);
}

const known = new WeakMap<State, ReadonlyMap<object, Place>>();

function placesOf(state: State): ReadonlyMap<object, Place> {
  const places =
    known.get(state) ??
    new Map(
      Object.entries(state).flatMap(([collection, records]) =>
        Object.entries(records).map(([key, record]): [object, Place] => [record, { collection, key }]),
      ),
    );
  known.set(state, places);
  return places;
}

function recordsUnder(state: State, key: string): StateRecord[] {
  return Object.values(state).flatMap((records) => (Object.hasOwn(records, key) && records[key] ? [records[key]] : []));
}

function pathOf({ collection, key }: Place): string {
  return `${collection}/${key}`;
}
