import type { Json } from '../../../base/json.ts';
import type { Operation, Parameter, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import { nounStem } from '../../../language/nouns.ts';
import { wordsIn } from '../../../language/words.ts';
import type { Candidate } from './candidate.ts';
import type { CandidateValues } from './candidate-values.ts';
import type { Shown } from './observations.ts';
import type { TaskMentions } from './task-mentions.ts';

/** A call that a sentence may ask for. */
export interface CandidateCall {
  readonly call: ToolCall;
  readonly id: string;
  /** What it is about: the tool and the records it names. */
  readonly target: string;
  readonly focus: number;
  /** How far it is from what one would think of first. */
  readonly cost: number;
}

/** Values of one parameter, calls of one tool, and tools, of which one sentence makes one think. */
const valuesThought = 12;
const callsThought = 36;
const toolsThought = 12;

/** The calls of the writing tools that the sentences may ask for; where records are given, those that take one of them. */
export function candidateCallsOf(
  tools: ToolWords,
  values: CandidateValues,
  foci: readonly number[],
  about?: readonly Shown[],
): CandidateCall[] {
  const best = new Map<string, CandidateCall>();
  for (const focus of foci)
    for (const { operation, cost } of tools.of(focus).slice(0, toolsThought))
      for (const given of about ? takenBy(operation, about) : [undefined])
        for (const candidateCall of callsOf(operation, { values, focus, given }, cost)) {
          const same = best.get(candidateCall.id);
          if (!same || candidateCall.cost < same.cost) best.set(candidateCall.id, candidateCall);
        }
  return [...best.values()];
}

/** An argument that is settled beforehand. */
interface Given {
  readonly name: string;
  readonly value: Json;
}

/** The arguments for which a tool can take one of these records. */
function takenBy({ parameters }: Operation, records: readonly Shown[]): Given[] {
  return parameters.flatMap(({ name, type }) =>
    records.flatMap(({ entity, key }) =>
      type.kind === 'reference' && type.entity === entity?.name ? [{ name, value: key }] : [],
    ),
  );
}

export function candidateCallOf(
  { name: tool, parameters }: Operation,
  args: Record<string, Json>,
  focus: number,
  cost: number,
): CandidateCall {
  const named = parameters.filter(({ type }) => type.kind === 'reference').map(({ name }) => args[name] ?? null);
  return {
    call: { tool, arguments: args },
    id: `${tool} ${parameters.map(({ name }) => JSON.stringify(args[name])).join(' ')}`,
    target: `${tool} ${named.map(String).join(' ')}`,
    focus,
    cost,
  };
}

/** What else can be done to the very records that a call is about, by tools that need to be told nothing more. */
export function insteadOf(
  { operations }: Skeleton,
  { name, parameters }: Operation,
  { call, focus, cost }: Pick<CandidateCall, 'call' | 'focus' | 'cost'>,
): CandidateCall[] {
  const named = parameters.flatMap((parameter) =>
    parameter.type.kind === 'reference' ? [{ entity: parameter.type.entity, value: call.arguments[parameter.name] ?? null }] : [],
  );
  return operations.flatMap((operation) => {
    if (operation.effect !== 'write' || operation.name === name) return [];
    const filled = operation.parameters
      .filter(({ required }) => required)
      .map((parameter) => {
        const { type } = parameter;
        return [parameter.name, named.find(({ entity }) => type.kind === 'reference' && type.entity === entity)?.value] as const;
      });
    const args = filled.flatMap(([key, value]): [string, Json][] => (value === undefined ? [] : [[key, value]]));
    return args.length === filled.length ? [candidateCallOf(operation, Object.fromEntries(args), focus, cost)] : [];
  });
}

interface Filling {
  readonly values: CandidateValues;
  readonly focus: number;
  readonly given: Given | undefined;
}

/** What a tool requires alone, and with each further argument. */
function callsOf(operation: Operation, filling: Filling, base: number): CandidateCall[] {
  const filled = fill(
    operation.parameters.filter((parameter) => parameter.required),
    filling,
  );
  const further = operation.parameters
    .filter((parameter) => !parameter.required)
    .flatMap((parameter) => {
      const offered = offeredFor(parameter, filling).slice(0, 4);
      return filled
        .slice(0, 6)
        .flatMap(({ args, cost }) =>
          offered.map((one) => ({ args: { ...args, [parameter.name]: one.value }, cost: cost + one.cost + 0.5 })),
        );
    });
  return [...filled, ...further]
    .sort((one, two) => one.cost - two.cost)
    .slice(0, callsThought)
    .map(({ args, cost }) => candidateCallOf(operation, args, filling.focus, base + cost));
}

function offeredFor(parameter: Parameter, { values, focus, given }: Filling): readonly Candidate[] {
  return given?.name === parameter.name ? [{ value: given.value, cost: 0 }] : values.of(parameter, focus);
}

interface Filled {
  readonly args: Record<string, Json>;
  readonly cost: number;
}

function fill(parameters: readonly Parameter[], filling: Filling): Filled[] {
  let partial: Filled[] = [{ args: {}, cost: 0 }];
  for (const parameter of parameters) {
    const offered = offeredFor(parameter, filling).slice(0, parameters.length > 1 ? valuesThought : callsThought);
    const pairs = partial.flatMap((filled, place) =>
      offered
        // Of the likeliest ones together, none is made of two that are both far down.
        .slice(0, Math.max(1, Math.ceil(callsThought / (place + 1))))
        .map((one) => ({ filled, one, cost: filled.cost + one.cost })),
    );
    partial = pairs
      .filter(({ filled, one }) => parameter.type.kind !== 'reference' || !Object.values(filled.args).includes(one.value))
      .sort((one, two) => one.cost - two.cost)
      .slice(0, callsThought)
      .map(({ filled, one, cost }) => ({ args: { ...filled.args, [parameter.name]: one.value }, cost }));
  }
  return partial;
}

interface Likely {
  readonly operation: Operation;
  /** 0 for the likeliest. */
  readonly cost: number;
}

/** Which tools a sentence asks for by its words: rare words of names and descriptions count most. */
export class ToolWords {
  readonly #heard: TaskMentions;
  readonly #tools: readonly {
    readonly operation: Operation;
    readonly named: ReadonlySet<string>;
    readonly described: ReadonlySet<string>;
  }[];
  readonly #count = new Map<string, number>();
  readonly #known = new Map<number, readonly Likely[]>();

  constructor(skeleton: Skeleton, mentions: TaskMentions) {
    this.#heard = mentions;
    this.#tools = skeleton.operations
      .filter(({ effect }) => effect === 'write')
      .map((operation) => {
        const { name, description, parameters } = operation;
        const further = parameters
          .map((parameter) => `${parameter.description} ${parameter.name.replaceAll('_', ' ')}`)
          .join(' ');
        return { operation, named: stemsOf(name.replaceAll('_', ' ')), described: stemsOf(`${description} ${further}`) };
      });
    for (const { named, described } of this.#tools)
      for (const stem of new Set([...named, ...described])) this.#count.set(stem, (this.#count.get(stem) ?? 0) + 1);
  }

  of(focus: number): readonly Likely[] {
    const known = this.#known.get(focus) ?? this.#rank(focus);
    this.#known.set(focus, known);
    return known;
  }

  #rank(focus: number): readonly Likely[] {
    const said = new Map<string, number>();
    for (const { sentence, weight } of this.#heard.around(focus))
      for (const stem of stemsOf(sentence.flat)) said.set(stem, Math.max(said.get(stem) ?? 0, weight));
    const worth = (stems: ReadonlySet<string>): number =>
      [...stems].reduce((sum, stem) => sum + (said.get(stem) ?? 0) / (this.#count.get(stem) ?? 1), 0);
    const scored = this.#tools
      .map(({ operation, named, described }) => ({ operation, score: 3 * worth(named) + worth(described) }))
      .sort((one, two) => two.score - one.score);
    const most = Math.max(scored[0]?.score ?? 0, 0.1);
    return scored.map(({ operation, score }, index) => ({ operation, cost: 2 * (1 - score / most) + 0.1 * index }));
  }
}

/** Letters that tools and tasks have to share of a word: "transfer" and "transferred", "schedule" and "scheduling". */
const sharedLetters = 5;

function stemsOf(text: string): Set<string> {
  return new Set(
    wordsIn(text.toLowerCase())
      .filter((word) => word.length > 2)
      .map((word) => nounStem(word).slice(0, sharedLetters)),
  );
}
