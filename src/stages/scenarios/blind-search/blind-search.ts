import type { ExecutedCall, ToolCall } from '../../../domain/rollout/call.ts';
import type { BlindSearch } from '../../../domain/scenario/scenario.ts';
import type { Instance } from '../../../sandbox/sandbox.ts';
import { operationOf } from '../certificate-input.ts';
import type { AgentView } from './agent-view.ts';
import { type CandidateCall, candidateCallOf, candidateCallsOf, insteadOf, ToolWords } from './candidate-calls.ts';
import { CandidateValues } from './candidate-values.ts';
import { Observations } from './observations.ts';
import { bestOfEach, byCost, costOf, type FirstCall, type SearchOutcome } from './outcomes.ts';
import { Relevance } from './relevance.ts';
import type { RewardOracle } from './reward-oracle.ts';
import type { TaskMentions } from './task-mentions.ts';
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
  readonly view: AgentView;
  readonly mentions: TaskMentions;
  /** In the initial state. */
  readonly instance: Instance;
  /** What looking around has shown. */
  readonly reads: readonly ExecutedCall[];
  readonly oracle: RewardOracle;
}

/**
 * A blind solver: a bounded search for calls that the checks reward, by one who knows the text, the tools and what they
 * answer. It keeps what earns something, mends it argument by argument, and goes on from there. It understands no language, so
 * that not to solve a task says nothing against it.
 */
export async function searchBlindly(problem: Problem): Promise<BlindSearch> {
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
  readonly #sight: AgentView;
  readonly #heard: TaskMentions;
  readonly #trials: Trials;
  readonly #observations: Observations;
  readonly #tools: ToolWords;
  #values: CandidateValues;
  readonly #candidateCalls: CandidateCall[];
  readonly #penalties = new Map<string, number>();
  /** Calls that break a guard by themselves, or were settled on. */
  readonly #barred = new Set<string>();
  /** From where the search stands: calls tried, what they were about where variants were tried or it was gone on from them, and those that did no harm. */
  readonly #done = new Set<string>();
  readonly #mended = new Set<string>();
  readonly #opened = new Set<string>();
  /** From where it may be gone on: calls that did something and earned nothing. */
  #openings: FirstCall[] = [];

  constructor({ view, mentions, reads }: Problem, trials: Trials) {
    this.#sight = view;
    this.#heard = mentions;
    this.#trials = trials;
    this.#observations = new Observations(view.skeleton, reads);
    this.#tools = new ToolWords(view.skeleton, mentions);
    this.#values = this.#valuesWith(this.#observations);
    this.#candidateCalls = candidateCallsOf(this.#tools, this.#values, mentions.foci);
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

  #next(): CandidateCall[] {
    const cost = ({ target, call, cost: own }: CandidateCall): number =>
      own + (this.#penalties.get(target) ?? 0) + (this.#penalties.get(call.tool) ?? 0);
    return this.#candidateCalls
      .filter(({ id }) => !this.#done.has(id) && !this.#barred.has(id))
      .map((candidateCall) => ({ candidateCall: candidateCall, cost: cost(candidateCall) }))
      .sort((one, two) => one.cost - two.cost)
      .slice(0, triedTogether)
      .map(({ candidateCall }) => candidateCall);
  }

  /** Tries calls, as many as the bound allows. Returns those that did something that does no harm. */
  async #attempt(wanted: readonly CandidateCall[], bracket?: Bracket): Promise<SearchOutcome[]> {
    const candidateCalls = wanted.slice(0, this.#left);
    if (candidateCalls.length === 0) return [];
    if (!bracket) for (const { id } of candidateCalls) this.#done.add(id);
    const trials = await this.#trials.attempt(
      candidateCalls.map(({ call }) => call),
      bracket,
    );
    return candidateCalls.flatMap((candidateCall, index) => {
      const trial = trials[index];
      if (trial?.status === 'sound') return [{ candidateCall: candidateCall, calls: trial.calls, earned: trial.earned }];
      if (bracket) return [];
      if (trial?.status === 'harmful') {
        this.#barred.add(candidateCall.id);
        this.#openings.push({ candidateCall: candidateCall, isHarmful: true });
        this.#punish(candidateCall.call.tool, costs.harmfulTool);
      }
      this.#punish(candidateCall.target, trial?.status === 'harmful' ? costs.harmful : costs.refused);
      return [];
    });
  }

  #punish(id: string, cost: number): void {
    this.#penalties.set(id, (this.#penalties.get(id) ?? 0) + cost);
  }

  /** Settles on calls that earn something, once they are mended; mends those that at least do no harm. */
  async #take(found: readonly SearchOutcome[]): Promise<void> {
    const [earning, harmless] = this.#parted(found);
    const mendable = earning.length > 0 ? bestOfEach(earning) : bestOfEach(harmless).slice(0, mostMended);
    const variants = mendable
      .filter(({ candidateCall }) => !this.#mended.has(candidateCall.target))
      .flatMap((one) => this.#variantsOf(one));
    for (const { candidateCall } of mendable) this.#mended.add(candidateCall.target);
    const [mended, others] = this.#parted(await this.#attempt(variants));
    const again = bestOfEach(mended).filter(({ candidateCall, earned }) => this.#isBetter(candidateCall, earned, earning));
    mended.push(...this.#parted(await this.#attempt(again.flatMap((one) => this.#variantsOf(one))))[0]);
    this.#openings.push(...[...harmless, ...others].map((one) => ({ ...one, isHarmful: false })));
    const better = bestOfEach([...earning, ...mended]).sort(
      (one, two) => two.earned - one.earned || one.candidateCall.cost - two.candidateCall.cost,
    );
    const [only] = better;
    if (!only) return;
    const calls = better.flatMap((one) => one.calls);
    const kept = await (better.length === 1 ? this.#trials.follow(calls, only.earned) : this.#trials.settle(calls));
    this.#stand(
      kept,
      better.filter(({ candidateCall: { call } }) =>
        kept.some(({ tool, arguments: args }) => tool === call.tool && args === call.arguments),
      ),
    );
  }

  /** Whether a call earns more than those about the same did before they were mended. */
  #isBetter({ target }: CandidateCall, earned: number, before: readonly SearchOutcome[]): boolean {
    return earned < 1 && before.every((one) => one.candidateCall.target !== target || one.earned < earned);
  }

  /** Those that earn something, and the others. */
  #parted(found: readonly SearchOutcome[]): [SearchOutcome[], SearchOutcome[]] {
    const earns = ({ earned }: SearchOutcome): boolean => earned > this.#trials.earned;
    return [found.filter(earns), found.filter((one) => !earns(one))];
  }

  /** The call with one argument at a time another one, or one more. */
  #variantsOf({ candidateCall: { call, focus, cost }, earned }: SearchOutcome): CandidateCall[] {
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
        .map((one) => ({
          one,
          candidateCall: candidateCallOf(operation, { ...call.arguments, [parameter.name]: one.value }, focus, cost),
        }))
        .filter(({ candidateCall }) => !this.#done.has(candidateCall.id))
        .map(({ one, candidateCall }, index) => ({
          candidateCall: candidateCall,
          rank: one.cost + 0.1 * index + (parameter.type.kind === 'reference' ? 1 : 0),
        })),
    );
    const others = earned > this.#trials.earned ? insteadOf(this.#sight.skeleton, operation, { call, focus, cost }) : [];
    return [
      ...others.filter(({ id }) => !this.#done.has(id) && !this.#barred.has(id)),
      ...variants
        .sort((one, two) => one.rank - two.rank)
        .slice(0, mostVariants)
        .map(({ candidateCall }) => candidateCall),
    ];
  }

  /** Goes on from the likeliest call that did something and earned nothing: it may open the way to one that earns something. */
  async #goOn(): Promise<boolean> {
    const [opening] = this.#openings
      .filter(({ candidateCall }) => !this.#opened.has(candidateCall.target))
      .sort((one, two) => costOf(one) - costOf(two));
    if (!opening) return false;
    this.#opened.add(opening.candidateCall.target);
    const { call, id: own } = opening.candidateCall;
    const after = opening.isHarmful ? this.#undoing(call) : undefined;
    const next = this.#following(opening).filter(({ id }) => id !== own);
    const found = await this.#attempt(next.slice(0, triedFromOpening), { before: call, after });
    const [best] = this.#parted(found)[0].sort((one, two) => two.earned - one.earned);
    if (best) this.#stand(await this.#trials.follow(best.calls, best.earned), [opening, best]);
    return true;
  }

  /** What may be called for after a call: with records that it has shown; after one that does harm by itself, what is about the same. */
  #following({ candidateCall, calls = [], isHarmful }: FirstCall): CandidateCall[] {
    const near = this.#near([{ candidateCall: candidateCall }], 1);
    const before = this.#candidateCalls.filter(({ focus }) => near.includes(focus)).sort(byCost);
    if (isHarmful) {
      const meant = Object.values(candidateCall.call.arguments).filter((value) => typeof value === 'string');
      return before.filter(({ call }) => Object.values(call.arguments).some((value) => meant.some((one) => one === value)));
    }
    const observations = this.#observations.copy();
    const shown = calls.flatMap((call) => observations.add(call));
    const further = shown.length > 0 ? candidateCallsOf(this.#tools, this.#valuesWith(observations), near, shown) : [];
    return [...further.sort(byCost), ...before.filter(({ id }) => !this.#barred.has(id))];
  }

  /** The call with its switch the other way, where it has one. */
  #undoing(call: ToolCall): ToolCall | undefined {
    const isSwitch = (name: string): boolean => typeof call.arguments[name] === 'boolean';
    const name = Object.keys(call.arguments).find(isSwitch);
    return name === undefined ? undefined : { ...call, arguments: { ...call.arguments, [name]: !call.arguments[name] } };
  }

  /** Takes in what calls have shown that were settled on, and thinks of what may be asked for with new records. */
  #stand(calls: readonly ExecutedCall[], found: readonly Pick<SearchOutcome, 'candidateCall'>[]): void {
    if (calls.length === 0) return;
    this.#done.clear();
    this.#mended.clear();
    this.#opened.clear();
    this.#openings = [];
    for (const { candidateCall } of found) {
      this.#barred.add(candidateCall.id);
      this.#punish(candidateCall.call.tool, costs.earningTool);
    }
    const shown = calls.flatMap((call) => this.#observations.add(call));
    if (shown.length === 0) return;
    this.#values = this.#valuesWith(this.#observations);
    const known = new Set(this.#candidateCalls.map(({ id }) => id));
    const further = candidateCallsOf(this.#tools, this.#values, this.#near(found, 2), shown);
    this.#candidateCalls.push(...further.filter(({ id }) => !known.has(id)));
  }

  #valuesWith(observations: Observations): CandidateValues {
    return new CandidateValues(this.#sight, this.#heard, new Relevance(this.#heard, observations));
  }

  /** The sentences at most so far from those that made think of calls. */
  #near(found: readonly Pick<SearchOutcome, 'candidateCall'>[], distance: number): number[] {
    return this.#heard.foci.filter((focus) =>
      found.some(({ candidateCall }) => Math.abs(candidateCall.focus - focus) <= distance),
    );
  }
}
