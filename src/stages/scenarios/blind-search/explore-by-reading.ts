import type { Json } from '../../../base/json.ts';
import type { Operation, Parameter } from '../../../domain/environment/skeleton.ts';
import { callIdentity, type ExecutedCall, type ToolCall } from '../../../domain/rollout/call.ts';
import { nounStem } from '../../../language/nouns.ts';
import { capitalisedRuns, quotedIn } from '../../../language/proper-names.ts';
import { wordsIn } from '../../../language/words.ts';
import type { Instance } from '../../../sandbox/sandbox.ts';
import type { AgentView } from './agent-view.ts';
import { Observations } from './observations.ts';
import { Relevance } from './relevance.ts';
import type { TaskMentions } from './task-mentions.ts';

/** Rounds, each of which goes by what the one before has shown, and calls of one tool in one round. */
const rounds = 4;
const callsInRound = 14;
const mostReads = 160;

/** A reader who follows the text: searches for the names in it, then looks closer at the records of which it says most. */
export async function exploreByReading(
  view: AgentView,
  mentions: TaskMentions,
  instance: Instance,
): Promise<readonly ExecutedCall[]> {
  const reads = view.skeleton.operations.filter(({ effect }) => effect === 'read');
  const observations = new Observations(view.skeleton);
  const made = new Set<string>();
  const calls: ExecutedCall[] = [];
  for (let round = 0; round < rounds; round++) {
    const values = new ReadValues(view, mentions, observations, new Relevance(mentions, observations));
    const wanted = reads.flatMap((read) =>
      callsOf(read, values)
        .filter((call) => !made.has(callIdentity(call)))
        .slice(0, callsInRound),
    );
    const next = wanted.slice(0, mostReads - calls.length);
    if (next.length === 0) break;
    for (const call of next) made.add(callIdentity(call));
    const reports = await Promise.all(next.map(({ tool, arguments: args }) => instance.call(tool, args)));
    reports.forEach(({ outcome, result, patches }, index) => {
      const call = next[index];
      if (!call) return;
      const done = { ...call, outcome, result, patches: [...patches] };
      calls.push(done);
      observations.add(done);
    });
  }
  return calls;
}

/** What is required with all that may be meant, then each further argument alone. */
function callsOf({ name: tool, parameters }: Operation, values: ReadValues): ToolCall[] {
  const required = parameters.filter((parameter) => parameter.required);
  let partial: Record<string, Json>[] = [{}];
  for (const parameter of required) {
    const offered = values.of(parameter).slice(0, required.length > 1 ? 4 : callsInRound);
    partial = partial.flatMap((args) => offered.map((value) => ({ ...args, [parameter.name]: value })));
  }
  const further = parameters
    .filter((parameter) => !parameter.required)
    .flatMap((parameter) =>
      partial.slice(0, 6).flatMap((args) =>
        values
          .of(parameter)
          .slice(0, 4)
          .map((value) => ({ ...args, [parameter.name]: value })),
      ),
    );
  return [...partial, ...further].map((args) => ({ tool, arguments: args }));
}

class ReadValues {
  readonly #sight: AgentView;
  readonly #heard: TaskMentions;
  readonly #observations: Observations;
  readonly #relevance: Relevance;

  constructor(view: AgentView, mentions: TaskMentions, observations: Observations, relevance: Relevance) {
    this.#sight = view;
    this.#heard = mentions;
    this.#observations = observations;
    this.#relevance = relevance;
  }

  of({ name, type }: Parameter): readonly Json[] {
    const sentences = this.#heard.sentences;
    switch (type.kind) {
      case 'reference':
        return this.#keysOf(type.entity);
      case 'string':
        return this.#texts(name);
      case 'date':
        return [...new Set([...sentences.flatMap(({ days }) => days), this.#sight.today, ...this.#shown(name)])];
      case 'enum':
        return type.values;
      case 'boolean':
        return [true, false];
      case 'integer':
      case 'number': {
        const said = sentences.flatMap(({ numbers }) => numbers.filter(({ isVague }) => !isVague).map(({ value }) => value));
        const { minimum = 0, maximum = Number.POSITIVE_INFINITY } = type;
        return [...new Set([...said, 1])].filter((value) => value >= minimum && value <= maximum);
      }
      default:
        return [];
    }
  }

  /** Keys that the text spells, then those of records of which some sentence says something. */
  #keysOf(entity: string): string[] {
    const spelled = this.#heard.sentences.flatMap(({ text }) => codesIn(text));
    const best = new Map<string, number>();
    for (const focus of this.#heard.foci) {
      const ranked = this.#relevance.of(entity, focus);
      const most = ranked[0]?.score ?? 0;
      for (const { shown, score } of ranked) best.set(shown.key, Math.max(best.get(shown.key) ?? 0, most > 0 ? score / most : 0));
    }
    const ranked = [...best].sort(([, one], [, two]) => two - one).map(([key]) => key);
    return [...new Set([...spelled, ...ranked])];
  }

  /** What to search for: names first, then codes, then parts of names and single words. */
  #texts(name: string): string[] {
    const texts = this.#heard.sentences.map(({ text }) => text);
    const names = texts.map(namesIn);
    return [
      ...new Set([
        ...this.#shown(name),
        ...names.flatMap(({ whole }) => whole),
        ...texts.flatMap(codesIn),
        ...texts.flatMap(wordsOf),
        ...names.flatMap(({ parts }) => parts),
      ]),
    ];
  }

  /** Values of this very name that the text says. */
  #shown(name: string): string[] {
    return this.#observations.all.flatMap(({ fields }) => {
      const value = fields[name];
      return typeof value === 'string' && this.#heard.saying(name, value).length > 0 ? [value] : [];
    });
  }
}

/** "AB-12", "Q7" */
export function codesIn(text: string): string[] {
  return [...text.matchAll(/\b[\p{L}\d]+(?:-[\p{L}\d]+)*\b/gu)].map((match) => match[0]).filter((word) => /\d/.test(word));
}

/** What stands in quotes and runs of several capitalised words; apart from them single ones, and runs without their first word. */
export function namesIn(text: string): { readonly whole: readonly string[]; readonly parts: readonly string[] } {
  const quoted = quotedIn(text, 80).map((words) => words.replace(/[.,]$/, ''));
  const runs = capitalisedRuns(text).map((run) => run.replace(/['’]s$/, ''));
  const rest = runs.flatMap((run) => (run.includes(' ') ? [run.split(' ').slice(1).join(' ')] : []));
  return {
    whole: [...new Set([...quoted, ...runs.filter((run) => run.includes(' '))])],
    parts: [...new Set([...rest, ...runs.filter((run) => !run.includes(' '))])],
  };
}

function wordsOf(text: string): string[] {
  return [
    ...new Set(
      wordsIn(text.toLowerCase())
        .filter((word) => word.length > 3)
        .map(nounStem),
    ),
  ];
}
