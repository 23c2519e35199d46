import type { Json } from '../../base/json.ts';
import type { ExecutedCall, ToolResult } from '../rollout/call.ts';
import type { Reply, Utterance } from '../scenario/user-profile.ts';
import type { State } from '../state.ts';

/** What a check judges. A further part is a field here and an entry in `toldParts`; all else follows from that. */
export interface Episode {
  readonly initial: State;
  readonly final: State;
  readonly calls: readonly ExecutedCall[];
  /** What the user said after the opening message; nothing where it was no conversation. */
  readonly replies?: readonly Reply[];
  /** What the agent told the user: its final message, and in conversation every message without a call. */
  readonly said?: readonly Utterance[];
}

export type EpisodePart = keyof Episode;

/** The parts beside the two states. They go to the checks that look at them and to no others. */
export type ToldPart = Exclude<EpisodePart, 'initial' | 'final'>;

interface Telling<Part extends ToldPart> {
  /** The type of one item as checks see it, in TypeScript, by its name. */
  readonly type: string;
  readonly declaration: string;
  /** The part as plain JSON of that type. */
  plain(part: NonNullable<Episode[Part]>): readonly Json[];
}

const toldParts: { readonly [Part in ToldPart]: Telling<Part> } = {
  calls: {
    type: 'EpisodeCall',
    declaration: `/** A call of the episode under judgement. */
interface EpisodeCall {
  readonly tool: string;
  readonly arguments: { readonly [name: string]: unknown };
  readonly outcome: string;
  /** What the tool answered; only checks that look at calls get to see it. */
  readonly result: unknown;
}`,
    plain: (calls) =>
      calls.map(({ tool, arguments: args, outcome, result }) => ({
        tool,
        arguments: args,
        outcome,
        result: plainResult(result),
      })),
  },
  replies: {
    type: 'EpisodeReply',
    declaration: `/** Something that the user said in answer to the agent, after so many calls. */
interface EpisodeReply {
  readonly after: number;
  readonly text: string;
  /** The facts that it tells; undefined where nobody can say, which counts as telling. */
  readonly told?: readonly string[];
}`,
    plain: (replies) => replies.map(({ after, text, told }) => ({ after, text, ...(told ? { told: [...told] } : {}) })),
  },
  said: {
    type: 'Utterance',
    declaration: `/** Something that the agent said to the user, after so many calls. */
interface Utterance {
  readonly after: number;
  readonly text: string;
}`,
    plain: (said) => said.map(({ after, text }) => ({ after, text })),
  },
};

const toldNames = Object.keys(toldParts).filter((name): name is ToldPart => Object.hasOwn(toldParts, name));

/** All parts, in the order in which a check names them. */
export const episodeParts: readonly EpisodePart[] = ['initial', 'final', ...toldNames];

/** What is told of an episode beside its states: the parts looked at, and of the others nothing. */
export function toldOf(episode: Episode, looksAt: ReadonlySet<EpisodePart>): { readonly [part: string]: Json } {
  return Object.fromEntries(toldNames.map((name) => [name, looksAt.has(name) ? plainPart(episode, name) : []]));
}

function plainPart<Part extends ToldPart>(episode: Episode, name: Part): readonly Json[] {
  const part: Episode[Part] = episode[name];
  return part ? toldParts[name].plain(part) : [];
}

/** The types of the parts beside the states, in TypeScript. */
export const partDeclarations: string = toldNames.map((name) => toldParts[name].declaration).join('\n\n');

/** The type of a check, in TypeScript. */
export const checkDeclaration = `/** A check over the initial state, the final state, the calls made, what the user said and what the user was told; true when it is fulfilled. */
type Check<State> = (episode: {
  readonly initial: State;
  readonly final: State;
${toldNames.map((name) => `  readonly ${name}: readonly ${toldParts[name].type}[];`).join('\n')}
}) => boolean;`;

function plainResult(result: ToolResult): Json {
  return result.success
    ? {
        success: true,
        ...(result.data === undefined ? {} : { data: result.data }),
        ...(result.message === undefined ? {} : { message: result.message }),
      }
    : { success: false, error: result.error };
}
