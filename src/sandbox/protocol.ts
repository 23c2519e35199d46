import type { Json } from '../base/json.ts';
import type { CallOutcome, ToolResult } from '../domain/rollout/call.ts';
import type { Patch } from '../domain/state.ts';

/** How far an episode has come: part of every transaction, beside the state. */
export interface Progress {
  /** Successful writes; each moves the clock by one minute. */
  readonly writes: number;
  /** Ids handed out. */
  readonly ids: number;
  /** Random numbers drawn. */
  readonly draws: number;
}

export const atStart: Progress = { writes: 0, ids: 0, draws: 0 };

/** A state that a process has been told of once, for all instances that begin with it; or the state itself. */
export type StateText = { readonly shared: number } | { readonly state: Json };

/** An episode as a process is told about it. */
export interface EpisodeText {
  readonly seed: string;
  readonly start: string;
  readonly begin: StateText;
  readonly progress: Progress;
}

/** A final state by collection: whole, or record by record, with 0 for a record that is as it was in the initial state. */
export interface FinalText {
  readonly [collection: string]: { readonly whole: Json } | { readonly records: { readonly [key: string]: Json } };
}

/** An episode that ended, without its beginning; `told` holds what checks look at beside the states, by the part's name. */
export interface JudgedText {
  readonly final: FinalText;
  readonly told: { readonly [part: string]: Json };
}

/** What a script is given, as one object, beside the helpers of checks. */
export interface ScriptHost {
  /** Counts a step. */
  readonly tick: unknown;
  /** The base class. */
  readonly Environment: unknown;
  readonly ok: unknown;
  readonly done: unknown;
  readonly fail: unknown;
  readonly harden: unknown;
  /** Notes a branch that was taken. */
  readonly mark: unknown;
}

/** What a process is asked to do. Requests are answered in order, one line of JSON each. */
export type Request =
  | {
      readonly op: 'load';
      readonly environment: string;
      readonly script: string;
      readonly tools: Readonly<Record<string, 'read' | 'write'>>;
    }
  | {
      readonly op: 'create';
      readonly instance: number;
      readonly environment: string;
      readonly origin: EpisodeText;
      /** Where it stands, when that is not where it began. */
      readonly present?: { readonly state: Json; readonly progress: Progress } | undefined;
    }
  | { readonly op: 'share'; readonly shared: number; readonly state: Json }
  | { readonly op: 'unshare'; readonly shared: number }
  | { readonly op: 'call'; readonly instance: number; readonly tool: string; readonly arguments: Json }
  | { readonly op: 'snapshot' | 'hash' | 'reset' | 'drop' | 'instance-invariants'; readonly instance: number }
  | { readonly op: 'restore'; readonly instance: number; readonly state: Json; readonly progress: Progress }
  | { readonly op: 'fork'; readonly instance: number; readonly into: number }
  | { readonly op: 'invariants'; readonly environment: string; readonly state: Json }
  | { readonly op: 'load-checks'; readonly checks: string; readonly script: string }
  | {
      readonly op: 'evaluate';
      readonly checks: string;
      readonly ids: readonly string[];
      /** Where all these episodes began. */
      readonly initial: Json;
      readonly episodes: readonly JudgedText[];
    };

/** A request as it goes over the border. */
export function lineOf(request: Request): string {
  return JSON.stringify(request);
}

/** The request to call a tool, from arguments that are JSON text already. */
export function callLine(instance: number, tool: string, argumentsText: string): string {
  return `{"op":"call","instance":${instance},"tool":${JSON.stringify(tool)},"arguments":${argumentsText}}`;
}

/** The request to remember a state that is JSON text already. */
export function shareLine(shared: number, stateText: string): string {
  return `{"op":"share","shared":${shared},"state":${stateText}}`;
}

/** The request to go back to a state that is JSON text already. */
export function restoreLine(instance: number, stateText: string, progress: Progress): string {
  return `{"op":"restore","instance":${instance},"state":${stateText},"progress":${JSON.stringify(progress)}}`;
}

/** What an agent is told of a defect of the environment. */
export const toldOfDefect: ToolResult = { success: false, error: 'The tool failed unexpectedly and changed nothing.' };

/** What came of a call inside the process. `stack` is the generated code's own, with positions in the loaded script. */
export interface CallAnswer {
  readonly outcome: CallOutcome;
  readonly result: ToolResult;
  readonly patches: readonly Patch[];
  readonly progress: Progress;
  readonly detail?: string | undefined;
  readonly stack?: string | undefined;
  /** Numbers of the branches taken, where the script tells them. */
  readonly reached?: readonly number[] | undefined;
}

/** One predicate's answer: true, false, or what went wrong. */
export type Judgement = boolean | { readonly error: string };

export interface InvariantAnswer {
  readonly rule: string;
  readonly judgement: Judgement;
}

/** What a request is answered with: JSON, told by its types. */
export type Answered = Json | CallAnswer | readonly InvariantAnswer[] | readonly (readonly Judgement[])[];

/** `ready` is sent once, before anything is asked. */
export type Answer = { readonly ready: true } | { readonly ok: Answered } | { readonly problem: string };
