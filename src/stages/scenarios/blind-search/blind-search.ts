import type { ExecutedCall, ToolCall } from '../../../domain/rollout/call.ts';
import type { BlindSearch } from '../../../domain/scenario/scenario.ts';
import type { Instance } from '../../../sandbox/sandbox.ts';
import { operationOf } from '../certificate-input.ts';
import type { Sight } from './agent-view.ts';
import { insteadOf, type Thought, ToolWords, thoughtOf, thoughtsOf } from './candidate-calls.ts';
import { CandidateValues } from './candidate-values.ts';
import { Observations } from './observations.ts';
import { bestOfEach, byCost, costOf, type Found, type Opening } from './outcomes.ts';
import { Relevance } from './relevance.ts';
import type { Oracle } from './reward-oracle.ts';
import type { Heard } from './task-mentions.ts';
import { type Bracket, Trials } from './trials.ts';
import { usefulReads } from './useful-reads.ts';

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
export async function solve(problem: Problem): Promise<BlindSearch> {
  const { instance, oracle, reads } = problem;
  const trials = new Trials(instance, oracle, await usefulReads(reads, oracle));
  try {
    if (trials.earned < 1) await new Search(problem, trials).run();
    return {
      solved: trials.earned === 1,
      calls: reads.length + trials.count,
      reward: trials.earned,
      trace: trials.calls.map(({ tool, arguments: args }) => ({ tool, arguments: args })),
    };
  } finally {
    await trials.close();
  }
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
  /** Calls that break a guard by themselves, or were settled on. */
  readonly #barred = new Set<string>();
  /** From where the search stands: calls tried, what they were about where variants were tried or it was gone on from them, and those that did no harm. */
  readonly #done = new Set<string>();
  readonly #mended = new Set<string>();
  readonly #opened = new Set<string>();
  /** From where it may be gone on: calls that did something and earned nothing. */
  #openings: Opening[] = [];

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
  async #attempt(wanted: readonly Thought[], bracket?: Bracket): Promise<Found[]> {
    const thoughts = wanted.slice(0, this.#left);
    if (thoughts.length === 0) return [];
    if (!bracket) for (const { id } of thoughts) this.#done.add(id);
    const trials = await this.#trials.attempt(
      thoughts.map(({ call }) => call),
      bracket,
    );
    return thoughts.flatMap((thought, index) => {
      const trial = trials[index];
      if (trial?.status === 'sound') return [{ thought, calls: trial.calls, earned: trial.earned }];
      if (bracket) return [];
      if (trial?.status === 'harmful') {
        this.#barred.add(thought.id);
        this.#openings.push({ thought, isHarmful: true });
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
    const again = bestOfEach(mended).filter(({ thought, earned }) => this.#isBetter(thought, earned, earning));
    mended.push(...this.#parted(await this.#attempt(again.flatMap((one) => this.#variantsOf(one))))[0]);
    this.#openings.push(...[...harmless, ...others].map((one) => ({ ...one, isHarmful: false })));
    const better = bestOfEach([...earning, ...mended]).sort(
      (one, two) => two.earned - one.earned || one.thought.cost - two.thought.cost,
    );
    const [only] = better;
    if (!only) return;
    const calls = better.flatMap((one) => one.calls);
    const kept = await (better.length === 1 ? this.#trials.follow(calls, only.earned) : this.#trials.settle(calls));
    this.#stand(
      kept,
      better.filter(({ thought: { call } }) =>
        kept.some(({ tool, arguments: args }) => tool === call.tool && args === call.arguments),
      ),
    );
  }

  /** Whether a call earns more than those about the same did before they were mended. */
  #isBetter({ target }: Thought, earned: number, before: readonly Found[]): boolean {
    return earned < 1 && before.every((one) => one.thought.target !== target || one.earned < earned);
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
    const meant = operation.parameters.flatMap(({ name, type }) => {
      const value = call.arguments[name] ?? null;
      const speaking = type.kind === 'reference' ? this.#values.focusOf(type.entity, String(value)) : undefined;
      return [...this.#heard.saying(name, value), ...(speaking === undefined ? [] : [speaking])];
    });
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
    const others = earned > this.#trials.earned ? insteadOf(this.#sight.skeleton, operation, { call, focus, cost }) : [];
    return [
      ...others.filter(({ id }) => !this.#done.has(id) && !this.#barred.has(id)),
      ...variants
        .sort((one, two) => one.rank - two.rank)
        .slice(0, mostVariants)
        .map(({ thought }) => thought),
    ];
  }

  /** Goes on from the likeliest call that did something and earned nothing: it may open the way to one that earns something. */
  async #goOn(): Promise<boolean> {
    const [opening] = this.#openings
      .filter(({ thought }) => !this.#opened.has(thought.target))
      .sort((one, two) => costOf(one) - costOf(two));
    if (!opening) return false;
    this.#opened.add(opening.thought.target);
    const { call, id: own } = opening.thought;
    const after = opening.isHarmful ? this.#undoing(call) : undefined;
    const next = this.#following(opening).filter(({ id }) => id !== own);
    const found = await this.#attempt(next.slice(0, triedFromOpening), { before: call, after });
    const [best] = this.#parted(found)[0].sort((one, two) => two.earned - one.earned);
    if (best) this.#stand(await this.#trials.follow(best.calls, best.earned), [opening, best]);
    return true;
  }

  /** What may be called for after a call: with records that it has shown; after one that does harm by itself, what is about the same. */
  #following({ thought, calls = [], isHarmful }: Opening): Thought[] {
    const near = this.#near([{ thought }], 1);
    const before = this.#thoughts.filter(({ focus }) => near.includes(focus)).sort(byCost);
    if (isHarmful) {
      const meant = Object.values(thought.call.arguments).filter((value) => typeof value === 'string');
      return before.filter(({ call }) => Object.values(call.arguments).some((value) => meant.some((one) => one === value)));
    }
    const observations = this.#observations.copy();
    const shown = calls.flatMap((call) => observations.add(call));
    const further = shown.length > 0 ? thoughtsOf(this.#tools, this.#valuesWith(observations), near, shown) : [];
    return [...further.sort(byCost), ...before.filter(({ id }) => !this.#barred.has(id))];
  }

  /** The call with its switch the other way, where it has one. */
  #undoing(call: ToolCall): ToolCall | undefined {
    const isSwitch = (name: string): boolean => typeof call.arguments[name] === 'boolean';
    const name = Object.keys(call.arguments).find(isSwitch);
    return name === undefined ? undefined : { ...call, arguments: { ...call.arguments, [name]: !call.arguments[name] } };
  }

  /** Takes in what calls have shown that were settled on, and thinks of what may be asked for with new records. */
  #stand(calls: readonly ExecutedCall[], found: readonly Pick<Found, 'thought'>[]): void {
    if (calls.length === 0) return;
    this.#done.clear();
    this.#mended.clear();
    this.#opened.clear();
    this.#openings = [];
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
  #near(found: readonly Pick<Found, 'thought'>[], distance: number): number[] {
    return this.#heard.foci.filter((focus) => found.some(({ thought }) => Math.abs(thought.focus - focus) <= distance));
  }
}
