import { canonicalJson, type Json } from '../../../base/json.ts';
import type { ExecutedCall, ToolCall } from '../../../domain/rollout/call.ts';
import type { CallReport, Instance } from '../../../sandbox/sandbox.ts';
import type { Judgement, RewardOracle } from './reward-oracle.ts';

/** What came of a call: refused (or without effect), against a guard, or neither, with what is earned then. */
export type Trial =
  | { readonly status: 'idle' | 'harmful' }
  | { readonly status: 'sound'; readonly calls: readonly ExecutedCall[]; readonly earned: number };

/** Calls that are made before and after each one that is tried. */
export interface Bracket {
  readonly before?: ToolCall;
  readonly after?: ToolCall | undefined;
}

/** Where a search stands: the writes that it has settled on, and what they earn. */
interface Base {
  readonly instance: Instance;
  readonly writes: readonly ExecutedCall[];
  readonly earned: number;
}

/** So few are judged at once, alike or not: to ask twice costs more. */
const judgedTogether = 16;
/** Calls that get in each other's way are left out one at a time, so often. */
const mostTurns = 4;
const harm: Judgement = { earned: 0, isSound: false };

/** Tries calls from where a search stands, and takes them back; settles on some, and stands behind them then. */
export class Trials {
  /** Calls tried so far. */
  count = 0;
  #base: Base;
  /** Where calls are tried, always in the state of the base. */
  #bench: Instance | undefined;
  readonly #reads: readonly ExecutedCall[];
  readonly #oracle: RewardOracle;
  readonly #forks: Instance[] = [];
  /** What must not be changed together. */
  readonly #harms: (readonly string[])[] = [];

  /** `reads` come before everything, and earn what is earned so far. */
  constructor(
    instance: Instance,
    oracle: RewardOracle,
    { earned, kept }: { readonly earned: number; readonly kept: readonly ExecutedCall[] },
  ) {
    this.#base = { instance, writes: [], earned };
    this.#reads = kept;
    this.#oracle = oracle;
  }

  get earned(): number {
    return this.#base.earned;
  }

  /** The reads that earn something, and the writes settled on. */
  get calls(): readonly ExecutedCall[] {
    return [...this.#reads, ...this.#base.writes];
  }

  /** Makes each call from the base, between those of the bracket, and has those judged that changed something. */
  async attempt(calls: readonly ToolCall[], { before, after }: Bracket = {}): Promise<readonly Trial[]> {
    const bench = await this.#benchAtBase();
    this.count += calls.length;
    const series = calls.map((call) => [...(before ? [before] : []), call, ...(after ? [after] : [])]);
    const resets: Promise<void>[] = [];
    const reports = series.map((group) => {
      const made = group.map(({ tool, arguments: args }) => bench.call(tool, args));
      resets.push(bench.reset());
      return made;
    });
    await Promise.all(resets);
    const ran = await Promise.all(
      series.map(async (group, place) => {
        const settled = await Promise.all(reports[place] ?? []);
        return group.map((call, index) => executed(call, settled[index]));
      }),
    );
    const changing = ran.filter((group) => (group[before ? 1 : 0]?.patches.length ?? 0) > 0);
    const judgements = await this.#judge(changing);
    return ran.map((group): Trial => {
      const at = changing.indexOf(group);
      if (at < 0) return { status: 'idle' };
      const { earned, isSound } = judgements[at] ?? harm;
      return isSound && earned >= this.#base.earned ? { status: 'sound', calls: group, earned } : { status: 'harmful' };
    });
  }

  /**
   * Makes calls one after the other, leaves out those that earn nothing on top of the others, and stands behind the rest. Returns
   * what was settled on.
   */
  async settle(calls: readonly ToolCall[]): Promise<readonly ExecutedCall[]> {
    let wanted = calls;
    for (let turn = 0; turn < mostTurns && wanted.length > 0; turn++) {
      const { bench, made } = await this.#make(wanted);
      const judged = await this.#oracle(made.map((_, index) => [...this.calls, ...made.slice(0, index + 1)]));
      const worth = (index: number): number => (index < 0 ? this.#base.earned : (judged[index]?.earned ?? 0));
      const idle = made.findIndex((_, index) => worth(index) <= worth(index - 1));
      if (idle < 0) {
        this.#stand(bench, made, worth(made.length - 1));
        return made;
      }
      await bench.reset();
      wanted = made.filter((_, index) => index !== idle);
    }
    return [];
  }

  /** Stands behind calls of which it is known what they earn together. */
  async follow(calls: readonly ToolCall[], earned: number): Promise<readonly ExecutedCall[]> {
    const { bench, made } = await this.#make(calls);
    this.#stand(bench, made, earned);
    return made;
  }

  async close(): Promise<void> {
    await Promise.all(this.#forks.map((fork) => fork.close()));
  }

  #stand(instance: Instance, made: readonly ExecutedCall[], earned: number): void {
    this.#base = { instance, writes: [...this.#base.writes, ...made], earned };
    this.#bench = undefined;
  }

  /** Makes calls on the bench, which stays where they lead; those that changed nothing are left out. */
  async #make(calls: readonly ToolCall[]): Promise<{ bench: Instance; made: readonly ExecutedCall[] }> {
    const bench = await this.#benchAtBase();
    const reports = await Promise.all(calls.map(({ tool, arguments: args }) => bench.call(tool, args)));
    return {
      bench,
      made: calls.map((call, index) => executed(call, reports[index])).filter(({ patches }) => patches.length > 0),
    };
  }

  /**
   * What calls from the base are worth. Where a guard breaks, it is for what was changed and hardly ever for the values: whoever
   * changes the same and more is not asked about.
   */
  async #judge(attempts: readonly (readonly ExecutedCall[])[]): Promise<readonly Judgement[]> {
    const marks = attempts.map(marksOf);
    const judgements: Judgement[] = attempts.map(() => harm);
    const isOpen = (index: number): boolean => !this.#harms.some((set) => set.every((mark) => marks[index]?.includes(mark)));
    const ask = async (places: readonly number[]): Promise<void> => {
      const judged = await this.#oracle(places.map((place) => [...this.calls, ...(attempts[place] ?? [])]));
      for (const [index, place] of places.entries()) {
        const judgement = judged[index] ?? harm;
        judgements[place] = judgement;
        if (!judgement.isSound) this.#harms.push(marks[place] ?? []);
      }
    };
    const open = [...marks.keys()].filter(isOpen);
    const first = new Map<string, number>();
    for (const index of open) if (!first.has(String(marks[index]))) first.set(String(marks[index]), index);
    const asked = new Set(open.length <= judgedTogether ? open : first.values());
    await ask([...asked]);
    await ask(open.filter((index) => !asked.has(index) && isOpen(index)));
    return judgements;
  }

  async #benchAtBase(): Promise<Instance> {
    if (this.#bench) return this.#bench;
    this.#bench = await this.#base.instance.fork();
    this.#forks.push(this.#bench);
    return this.#bench;
  }
}

function executed({ tool, arguments: args }: ToolCall, report: CallReport | undefined): ExecutedCall {
  if (!report) throw new Error('every call is reported on');
  const { outcome, result, patches } = report;
  return { tool, arguments: args, outcome, result, patches: [...patches] };
}

/** What is another after calls than before: "bins/A-01/locked", and of a record that comes its collection. */
function marksOf(calls: readonly ExecutedCall[]): string[] {
  const net = new Map<string, { readonly op: string; readonly before: Json | undefined; readonly after: Json | undefined }>();
  for (const { op, path, old, value } of calls.flatMap(({ patches }) => patches))
    net.set(path, { op, before: net.has(path) ? net.get(path)?.before : old, after: value });
  const marks = [...net].flatMap(([path, { op, before, after }]) => {
    if (op === 'replace' && canonicalJson(before) === canonicalJson(after)) return [];
    const [collection, key, attribute] = path.split('/').slice(1);
    if (attribute !== undefined) return [`${collection}/${key}/${attribute}`];
    return [op === 'add' ? `add ${collection}` : `${op} ${collection}/${key}`];
  });
  return [...new Set(marks)].sort();
}
