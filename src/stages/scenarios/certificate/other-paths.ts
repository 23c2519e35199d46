import { canonicalJson } from '../../../base/json.ts';
import { callIdentity } from '../../../domain/rollout/call.ts';
import type { State } from '../../../domain/state.ts';
import type { Instance } from '../../../sandbox/sandbox.ts';
import { type CertificateInput, isWrite } from '../certificate-input.ts';
import { endItems } from '../end-state.ts';
import { type Checkpoint, continueFrom, type Done, type Step } from '../reference/trace.ts';
import { recordOf, stateAfter } from '../state-after.ts';
import { ArgumentPool } from './argument-pool.ts';
import type { Perturbation } from './near-misses.ts';

/** Calls that the search of one scenario may try, and how many of them for one stretch at least. */
const mostCalls = 200;
const leastCalls = 12;

/**
 * Other tools, or other divisions of the work among calls, that lead where the reference does. For each write, and for each
 * two neighbouring ones, a search tries further sequences from the state before: candidates are calls whose effects touch
 * what is to be changed (learned as they are tried), with values of the reference, the records and the steps before; the
 * sequence nearest to the goal is continued first, and none into a state that was seen. Without a rival within the bound
 * there is nothing to hold the checks against.
 */
export async function otherPaths(
  input: CertificateInput,
  steps: readonly Step[],
  checkpoints: readonly Checkpoint[],
): Promise<Perturbation[]> {
  const stretches = stretchesOf(input, steps);
  const share = Math.max(leastCalls, Math.floor(mostCalls / Math.max(1, stretches.length)));
  const effects = effectsOf(input.reference);
  const right = canonicalJson(endItems(input, input.start.state, input.final));
  const perturbations: Perturbation[] = [];
  let left = mostCalls;
  for (const { from, to } of stretches) {
    const checkpoint = checkpoints[from];
    if (!checkpoint || left <= 0) break;
    const search = new PathSearch(input, {
      checkpoint: checkpoint,
      own: steps.slice(from, to),
      from,
      effects,
      calls: Math.min(share, left),
    });
    const path = await search.run();
    left -= search.tried;
    if (!path) continue;
    const ran = await continueFrom(checkpoint, input.start.state, [...path, ...steps.slice(to)]);
    if (canonicalJson(endItems(input, input.start.state, ran.final)) !== right) continue;
    const [others, own] = [path, steps.slice(from, to)].map((list) =>
      list
        .filter(({ tool }) => isWrite(input.skeleton, tool))
        .map(({ tool }) => tool)
        .join(' and '),
    );
    perturbations.push({ kind: 'other-path', call: from + 1, what: `${others} in place of ${own}`, ran });
  }
  return perturbations;
}

interface Stretch {
  /** Places in the list of steps; `to` is the first one behind. */
  readonly from: number;
  readonly to: number;
}

/** Each write alone, then each two neighbouring writes with the reads between them. */
function stretchesOf({ skeleton }: CertificateInput, steps: readonly Step[]): Stretch[] {
  const writes = steps.flatMap((step, index) => (isWrite(skeleton, step.tool) ? [index] : []));
  const pairs = writes.slice(1).map((second, index) => ({ from: writes[index] ?? 0, to: second + 1 }));
  return [...writes.map((index) => ({ from: index, to: index + 1 })), ...pairs];
}

/** The collections that each tool was seen to change. */
type Effects = Map<string, Set<string>>;

function effectsOf(calls: readonly Pick<Done, 'tool' | 'patches'>[]): Effects {
  const effects: Effects = new Map();
  for (const call of calls) learnEffects(effects, call);
  return effects;
}

function learnEffects(effects: Effects, { tool, patches }: Pick<Done, 'tool' | 'patches'>): void {
  if (patches.length === 0) return;
  const touched = effects.get(tool) ?? new Set<string>();
  for (const patch of patches) touched.add(recordOf(patch)?.collection ?? '');
  effects.set(tool, touched);
}

interface Node {
  readonly instance: Instance;
  readonly calls: readonly Done[];
  readonly path: readonly Step[];
  readonly state: State;
  readonly distance: number;
}

interface SearchRequest {
  readonly checkpoint: Checkpoint;
  /** The steps of the reference that are to be replaced. */
  readonly own: readonly Step[];
  readonly from: number;
  readonly effects: Effects;
  readonly calls: number;
}

class PathSearch {
  tried = 0;
  readonly #subject: CertificateInput;
  readonly #request: SearchRequest;
  readonly #before: State;
  readonly #goal: readonly string[];
  readonly #touched: ReadonlySet<string>;
  readonly #pool: ArgumentPool;
  readonly #own: ReadonlySet<string>;
  readonly #seen = new Set<string>();

  constructor(input: CertificateInput, request: SearchRequest) {
    this.#subject = input;
    this.#request = request;
    const { checkpoint, own, from } = request;
    const replaced = input.reference.slice(from, from + own.length);
    this.#before = stateAfter(input.start.state, checkpoint.calls);
    const after = stateAfter(this.#before, replaced);
    this.#goal = endItems(input, this.#before, after);
    this.#touched = new Set(replaced.flatMap((call) => [...(effectsOf([call]).get(call.tool) ?? [])]));
    this.#pool = new ArgumentPool(input.skeleton, replaced, [this.#before, after]);
    this.#own = new Set(own.map(callIdentity));
  }

  /** A sequence of writes that ends where the replaced one does. */
  async run(): Promise<readonly Step[] | undefined> {
    if (this.#goal.length === 0) return undefined;
    const { checkpoint, own, calls } = this.#request;
    const deepest = own.filter(({ tool }) => isWrite(this.#subject.skeleton, tool)).length + 1;
    const first = { instance: checkpoint.instance, calls: [], path: [], state: this.#before, distance: this.#goal.length };
    this.#seen.add(canonicalJson([]));
    const open: Node[] = [first];
    const forks: Instance[] = [];
    try {
      for (let node = open.shift(); node && this.tried < calls; node = open.shift()) {
        for (const step of this.#candidates()) {
          if (this.tried >= calls) break;
          const next = await this.#attempt(node, step, forks);
          if (!next) continue;
          if (next.distance === 0) return next.path;
          // A detour may lead away from the goal by one change, not further.
          if (next.path.length < deepest && next.distance <= this.#goal.length + 1) open.push(next);
        }
        open.sort((one, two) => one.distance - two.distance || one.path.length - two.path.length);
      }
      return undefined;
    } finally {
      await Promise.all(forks.map((fork) => fork.close()));
    }
  }

  /** Calls that may lead to the goal, those of tools that are known to change what is to be changed first. */
  #candidates(): Step[] {
    const writers = this.#subject.skeleton.operations.filter(({ effect }) => effect === 'write');
    const isKnown = (tool: string): boolean => this.#request.effects.has(tool);
    const isOfUse = (tool: string): boolean =>
      [...(this.#request.effects.get(tool) ?? this.#touched)].some((collection) => this.#touched.has(collection));
    return [...writers.filter(({ name }) => isKnown(name)), ...writers.filter(({ name }) => !isKnown(name))]
      .filter(({ name }) => isOfUse(name))
      .flatMap((operation) => this.#pool.callsOf(operation))
      .filter((step) => !this.#own.has(callIdentity(step)));
  }

  async #attempt(node: Node, step: Step, forks: Instance[]): Promise<Node | undefined> {
    this.tried++;
    const instance = await node.instance.fork();
    forks.push(instance);
    const { outcome, result, patches } = await instance.call(step.tool, step.arguments);
    if (patches.length === 0) return undefined;
    const done: Done = { ...step, arguments: { ...step.arguments }, outcome, result, patches: [...patches], place: undefined };
    learnEffects(this.#request.effects, done);
    const state = stateAfter(node.state, [done]);
    const items = endItems(this.#subject, this.#before, state);
    const id = canonicalJson(items);
    if (this.#seen.has(id)) return undefined;
    this.#seen.add(id);
    this.#pool.learn(done, [state]);
    return { instance, calls: [...node.calls, done], path: [...node.path, step], state, distance: apart(items, this.#goal) };
  }
}

/** How many items only one of two ends has. */
function apart(one: readonly string[], two: readonly string[]): number {
  const rest = [...two];
  let extra = 0;
  for (const item of one) {
    const at = rest.indexOf(item);
    if (at < 0) extra++;
    else rest.splice(at, 1);
  }
  return extra + rest.length;
}
