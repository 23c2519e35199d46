import type { ExecutedCall } from '../domain/call.ts';
import type { Solver } from '../domain/scenario.ts';
import type { Instance } from '../runtime/sandbox.ts';
import { type Thought, ToolWords, thoughtOf, thoughtsOf } from './candidate-calls.ts';
import { CandidateValues } from './candidate-values.ts';
import type { Heard } from './heard.ts';
import { Observations } from './observations.ts';
import type { Oracle } from './oracle.ts';
import { Relevance } from './relevance.ts';
import type { Sight } from './sight.ts';
import { operationOf } from './subject.ts';
import { Trials } from './trials.ts';
import { usefulReads } from './useful-reads.ts';

/** Who a solution by this search is by. */
export const bySearch = 'search';

/** Calls that are tried in all, and tried from one state at a time. */
const mostTries = 300;
const triedTogether = 24;
/** Calls tried from where another one leads. */
const triedFromOpening = 16;
/** Calls near one that does something right that are tried in its place, and how many such there are where none earns anything. */
const mostVariants = 16;
const mostMended = 4;
/** What makes a call dearer: that one like it was refused, or did harm; and cheaper: that its tool earned something. */
const costs = { refused: 0.7, harmful: 1.5, harmfulTool: 0.15, earningTool: -0.3 };

/** What the solver is given. There is no reference in it, and the checks are only to be asked what calls are worth. */
export interface Problem {
  readonly sight: Sight;
  readonly heard: Heard;
  /** In the initial state. */
  readonly instance: Instance;
  /** What looking around has shown. */
  readonly reads: readonly ExecutedCall[];
  readonly oracle: Oracle;
}

/**
 * A blind solver: a bounded search for calls that the checks reward, by one who knows the text, the tools and what they
 * answer. It keeps what earns something, mends it argument by argument, and goes on from there. It understands no language, so
 * that not to solve a task says nothing against it.
 */
export async function solve(problem: Problem): Promise<Solver> {
  const { instance, oracle, reads } = problem;
  const trials = new Trials(instance, oracle, await usefulReads(reads, oracle));
  try {
    if (trials.earned < 1) await new Search(problem, trials).run();
    return {
      by: bySearch,
      attempts: 1,
      solved: trials.earned === 1 ? 1 : 0,
      calls: reads.length + trials.count,
      reward: trials.earned,
      trace: trials.calls.map(({ tool, arguments: args }) => ({ tool, arguments: args })),
    };
  } finally {
    await trials.close();
  }
}

/** A call that was tried and did something that does no harm. */
interface Found {
  readonly thought: Thought;
  readonly call: ExecutedCall;
  readonly earned: number;
}

class Search {
  readonly #sight: Sight;
  readonly #heard: Heard;
  readonly #trials: Trials;
  readonly #observations: Observations;
  readonly #tools: ToolWords;
  #values: CandidateValues;
  readonly #thoughts: Thought[];
  readonly #penalties = new Map<string, number>();
  /** Calls that break a guard, or were settled on. */
  readonly #barred = new Set<string>();
  /** From where the search stands: calls tried, what they were about where variants were tried or it was gone on from them, and those that did no harm. */
  readonly #done = new Set<string>();
  readonly #mended = new Set<string>();
  readonly #opened = new Set<string>();
  #harmless: Found[] = [];

  constructor({ sight, heard, reads }: Problem, trials: Trials) {
    this.#sight = sight;
    this.#heard = heard;
    this.#trials = trials;
    this.#observations = new Observations(sight.skeleton, reads);
    this.#tools = new ToolWords(sight.skeleton, heard);
    this.#values = this.#valuesWith(this.#observations);
    this.#thoughts = thoughtsOf(this.#tools, this.#values, heard.foci);
  }

  async run(): Promise<void> {
    while (this.#trials.earned < 1 && this.#left > 0) {
      const { earned } = this.#trials;
      const batch = this.#next();
      await this.#take(await this.#attempt(batch));
      if (this.#trials.earned === earned && !(await this.#goOn()) && batch.length === 0) return;
    }
  }

  get #left(): number {
    return Math.max(0, mostTries - this.#trials.count);
  }

  #next(): Thought[] {
    const cost = ({ target, call, cost: own }: Thought): number =>
      own + (this.#penalties.get(target) ?? 0) + (this.#penalties.get(call.tool) ?? 0);
    return this.#thoughts
      .filter(({ id }) => !this.#done.has(id) && !this.#barred.has(id))
      .map((thought) => ({ thought, cost: cost(thought) }))
      .sort((one, two) => one.cost - two.cost)
      .slice(0, triedTogether)
      .map(({ thought }) => thought);
  }

  /** Tries calls, as many as the bound allows. Returns those that did something that does no harm. */
  async #attempt(wanted: readonly Thought[], opening?: ExecutedCall): Promise<Found[]> {
    const thoughts = wanted.slice(0, this.#left);
    if (thoughts.length === 0) return [];
    const trials = await this.#trials.attempt(
      thoughts.map(({ call }) => call),
      opening,
    );
    return thoughts.flatMap((thought, index) => {
      const trial = trials[index];
      if (!opening) this.#done.add(thought.id);
      if (trial?.status === 'sound') return [{ thought, call: trial.call, earned: trial.earned }];
      if (trial?.status === 'harmful') {
        this.#barred.add(thought.id);
        this.#punish(thought.call.tool, costs.harmfulTool);
      }
      this.#punish(thought.target, trial?.status === 'harmful' ? costs.harmful : costs.refused);
      return [];
    });
  }

  #punish(id: string, cost: number): void {
    this.#penalties.set(id, (this.#penalties.get(id) ?? 0) + cost);
  }

  /** Settles on calls that earn something, once they are mended; mends those that at least do no harm. */
  async #take(found: readonly Found[]): Promise<void> {
    const [earning, harmless] = this.#parted(found);
    const mendable = earning.length > 0 ? bestOfEach(earning) : bestOfEach(harmless).slice(0, mostMended);
    const variants = mendable.filter(({ thought }) => !this.#mended.has(thought.target)).flatMap((one) => this.#variantsOf(one));
    for (const { thought } of mendable) this.#mended.add(thought.target);
    const [mended, others] = this.#parted(await this.#attempt(variants));
    this.#harmless.push(...harmless, ...others);
    const better = bestOfEach([...earning, ...mended]).sort(
      (one, two) => two.earned - one.earned || one.thought.cost - two.thought.cost,
    );
    const [only] = better;
    if (!only) return;
    const calls = better.map(({ call }) => call);
    const kept = await (better.length === 1 ? this.#trials.follow(calls, only.earned) : this.#trials.settle(calls));
    this.#stand(
      kept,
      better.filter(({ call }) => kept.some(({ tool, arguments: args }) => tool === call.tool && args === call.arguments)),
    );
  }

  /** Those that earn something, and the others. */
  #parted(found: readonly Found[]): [Found[], Found[]] {
    const earns = ({ earned }: Found): boolean => earned > this.#trials.earned;
    return [found.filter(earns), found.filter((one) => !earns(one))];
  }

  /** The call with one argument at a time another one, or one more. */
  #variantsOf({ thought: { call, focus, cost }, earned }: Found): Thought[] {
    const operation = operationOf(this.#sight.skeleton, call.tool);
    if (!operation) return [];
    const meant = Object.entries(call.arguments).flatMap(([name, value]) => this.#heard.saying(name, value));
    const foci = this.#heard.foci.filter((other) => other === focus || meant.includes(other));
    // What earns something is about the right records.
    const open = operation.parameters.filter(({ type }) => type.kind !== 'reference' || earned <= this.#trials.earned);
    const variants = open.flatMap((parameter) =>
      foci
        .flatMap((other) => this.#values.of(parameter, other).slice(0, mostVariants))
        .map((one) => ({ one, thought: thoughtOf(operation, { ...call.arguments, [parameter.name]: one.value }, focus, cost) }))
        .filter(({ thought }) => !this.#done.has(thought.id))
        .map(({ one, thought }, index) => ({
          thought,
          rank: one.cost + 0.1 * index + (parameter.type.kind === 'reference' ? 1 : 0),
        })),
    );
    return variants
      .sort((one, two) => one.rank - two.rank)
      .slice(0, mostVariants)
      .map(({ thought }) => thought);
  }

  /** Goes on from the likeliest call that earned nothing and did no harm: it may open the way to one that earns something. */
  async #goOn(): Promise<boolean> {
    const [opening] = this.#harmless
      .filter(({ thought }) => !this.#opened.has(thought.target))
      .sort((one, two) => one.thought.cost - two.thought.cost);
    if (!opening) return false;
    this.#opened.add(opening.thought.target);
    const near = this.#near([opening], 1);
    const observations = this.#observations.copy();
    const shown = observations.add(opening.call);
    const further = shown.length > 0 ? thoughtsOf(this.#tools, this.#valuesWith(observations), near, shown) : [];
    const before = this.#thoughts.filter(({ focus }) => near.includes(focus));
    const next = [...further.sort(byCost), ...before.sort(byCost)].filter(
      ({ id }) => id !== opening.thought.id && !this.#barred.has(id),
    );
    const found = await this.#attempt(next.slice(0, triedFromOpening), opening.call);
    const [best] = this.#parted(found)[0].sort((one, two) => two.earned - one.earned);
    if (!best) return true;
    this.#stand(await this.#trials.follow([opening.call, best.call], best.earned), [opening, best]);
    return true;
  }

  /** Takes in what calls have shown that were settled on, and thinks of what may be asked for with new records. */
  #stand(calls: readonly ExecutedCall[], found: readonly Found[]): void {
    if (calls.length === 0) return;
    this.#done.clear();
    this.#mended.clear();
    this.#opened.clear();
    this.#harmless = [];
    for (const { thought } of found) {
      this.#barred.add(thought.id);
      this.#punish(thought.call.tool, costs.earningTool);
    }
    const shown = calls.flatMap((call) => this.#observations.add(call));
    if (shown.length === 0) return;
    this.#values = this.#valuesWith(this.#observations);
    const known = new Set(this.#thoughts.map(({ id }) => id));
    const further = thoughtsOf(this.#tools, this.#values, this.#near(found, 2), shown);
    this.#thoughts.push(...further.filter(({ id }) => !known.has(id)));
  }

  #valuesWith(observations: Observations): CandidateValues {
    return new CandidateValues(this.#sight, this.#heard, new Relevance(this.#heard, observations));
  }

  /** The sentences at most so far from those that made think of calls. */
  #near(found: readonly Found[], distance: number): number[] {
    return this.#heard.foci.filter((focus) => found.some(({ thought }) => Math.abs(thought.focus - focus) <= distance));
  }
}

function byCost(one: Thought, two: Thought): number {
  return one.cost - two.cost;
}

/** Of calls with one tool and the same records the one that earns most. */
function bestOfEach(found: readonly Found[]): Found[] {
  const best = new Map<string, Found>();
  for (const one of found) {
    const same = best.get(one.thought.target);
    if (!same || one.earned > same.earned) best.set(one.thought.target, one);
  }
  return [...best.values()];
}
