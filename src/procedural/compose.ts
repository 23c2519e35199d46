import type { Random } from '../base/random.ts';
import type { State } from '../domain/state.ts';
import type { Domain, MoveCall, Plan, Policy } from './domain.ts';

export interface Composition {
  readonly text: string;
  readonly calls: readonly MoveCall[];
  /** The names of the moves it is made of. */
  readonly moves: readonly string[];
}

export interface CompositionRequest {
  readonly domain: Domain<State>;
  readonly state: State;
  readonly policy: Policy;
  readonly today: string;
  /** The number of the scenario: neighbouring numbers begin with different moves. */
  readonly number: number;
  /** State-changing calls wanted; a composition comes as near as the state allows. */
  readonly writes: number;
  /** Texts that must not come out again. */
  readonly taken: ReadonlySet<string>;
  isWrite(tool: string): boolean;
}

const attempts = 24;

/**
 * One task out of one or several moves whose records do not overlap. Undefined where the state offers no occasion for any
 * move, or only for texts that are taken.
 */
export function compose(request: CompositionRequest, random: Random): Composition | undefined {
  let best: { composition: Composition; distance: number } | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const source = random.fork(`attempt ${attempt}`);
    const chosen = choose(request, source, attempt);
    if (chosen.length === 0) continue;
    const text = join(
      request.domain.openers,
      chosen.map((item) => item.plan.text),
      source.fork('words'),
    );
    if (request.taken.has(text)) continue;
    const writes = chosen.reduce((sum, item) => sum + item.writes, 0);
    const distance = Math.abs(request.writes - writes);
    if (best && best.distance <= distance) continue;
    best = {
      distance,
      composition: { text, calls: concatenate(chosen.map((item) => item.plan)), moves: chosen.map((item) => item.name) },
    };
    if (distance === 0) break;
  }
  return best?.composition;
}

interface Chosen {
  readonly name: string;
  readonly plan: Plan;
  readonly writes: number;
}

/** Moves until the wanted number of writes is reached; the first one rotates with the scenario's number. */
function choose(request: CompositionRequest, random: Random, attempt: number): Chosen[] {
  const { domain, state, policy, today } = request;
  const lead = domain.moves[(request.number + attempt) % domain.moves.length];
  const order = [...(lead ? [lead] : []), ...random.shuffle(domain.moves.filter((move) => move !== lead))];
  const chosen: Chosen[] = [];
  const touched = new Set<string>();
  let writes = 0;
  for (const move of order) {
    if (writes >= request.writes) break;
    const plan = move.plan({ state, policy, today, random: random.fork(move.name) });
    if (!plan || plan.records.some((record) => touched.has(record))) continue;
    const count = plan.calls.filter((call) => request.isWrite(call.tool)).length;
    if (count === 0 || (chosen.length > 0 && writes + count > request.writes)) continue;
    chosen.push({ name: move.name, plan, writes: count });
    for (const record of plan.records) touched.add(record);
    writes += count;
  }
  return chosen;
}

/** The calls one after another, with `from` counted over the whole. */
function concatenate(plans: readonly Plan[]): MoveCall[] {
  const calls: MoveCall[] = [];
  for (const plan of plans) {
    const offset = calls.length;
    for (const call of plan.calls) {
      const args = Object.entries(call.arguments).map(([name, value]) => [
        name,
        isFrom(value) ? { from: value.from + offset, path: value.path } : value,
      ]);
      calls.push({ tool: call.tool, arguments: Object.fromEntries(args) });
    }
  }
  return calls;
}

/** Whether an argument comes out of the result of an earlier call. */
export function isFrom(value: MoveCall['arguments'][string]): value is { readonly from: number; readonly path: string } {
  return typeof value === 'object' && value !== null && 'from' in value && typeof value.from === 'number' && 'path' in value;
}

/** Words that may follow a comma in small letters; names and "I" keep their capital. */
const smallable = new Set(
  'Please Could Can Would The If My There For When A An Some Someone We Our Let Have Take Give Put Move Cancel Book Send Check Look Find Make Set Change'.split(
    ' ',
  ),
);
const beforeComma = ['Also,', 'After that,', 'While you are at it,', 'On top of that,', 'Then,', 'And when that is done,'];
const beforeColon = ['One more thing:', 'Next:', 'Then there is this:', 'Another matter:', 'And besides that:'];

/** One natural request: perhaps an opener, then the texts with connectors between them. */
function join(openers: readonly string[], texts: readonly string[], random: Random): string {
  const commas = random.shuffle(beforeComma);
  const colons = random.shuffle(beforeColon);
  const parts = texts.map((text, i) => {
    if (i === 0) return text;
    const first = /^[A-Za-z]+/.exec(text)?.[0] ?? '';
    if (smallable.has(first) && random.chance(0.7))
      return `${commas[i % commas.length]} ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
    return random.chance(0.75) ? `${colons[i % colons.length]} ${text}` : text;
  });
  const opener = openers.length > 0 && random.chance(0.75) ? [random.pick(openers)] : [];
  return [...opener, ...parts].join(' ');
}
