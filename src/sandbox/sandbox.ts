import type { Json } from '../base/json.ts';
import type { Check, CheckResult } from '../domain/checks/check.ts';
import type { Episode } from '../domain/checks/episode.ts';
import type { Environment } from '../domain/environment/environment.ts';
import type { CallOutcome, ToolCall, ToolResult } from '../domain/rollout/call.ts';
import type { Patch, State } from '../domain/state.ts';

/** A problem found in generated TypeScript, worded so that an author can repair it. */
export interface Diagnostic {
  /** 1-based position in the module's source. */
  readonly line: number;
  readonly column: number;
  /** `type` from the compiler, `syntax`, or the name of the vetting rule, e.g. `no-date`. */
  readonly rule: string;
  readonly message: string;
  /** What to do instead, where there is something to say. */
  readonly advice?: string;
}

/** How an episode begins. `seed` feeds ids and random numbers, `start` the clock (ISO date-time, UTC). */
export interface EpisodeStart {
  readonly state: State;
  readonly seed: string;
  readonly start: string;
}

/** A way that the control flow of an environment's class can take. */
export interface Branch {
  /** `refusal` and `return` are return statements; `then` and `else` also the sides of a conditional expression. */
  readonly kind: 'method' | 'then' | 'else' | 'case' | 'loop' | 'refusal' | 'return';
  readonly method: string;
  /** 1-based, in the module's source. */
  readonly line: number;
  /** Rules that a comment beside a return names: `// R3`. */
  readonly rules: readonly string[];
}

/** What a call did. `patches` are the difference since the last call. `detail` says what happened to a defect (exception text, exceeded limit); agents never see it. */
export interface CallReport {
  readonly outcome: CallOutcome;
  readonly result: ToolResult;
  readonly patches: readonly Patch[];
  readonly detail?: string;
  /** In a traced environment the numbers of the branches that the call took, ascending. */
  readonly reached?: readonly number[];
}

/** One environment holding one state. A call that does not succeed leaves the state byte-identical. */
export interface Instance {
  call(tool: string, args: unknown): Promise<CallReport>;
  snapshot(): Promise<State>;
  /**
   * Back to where an instance of this environment stood when it gave this very snapshot: state, clock, ids and random numbers.
   * Throws a SandboxError for any other object, a copy too.
   */
  restore(snapshot: State): Promise<void>;
  /** SHA-256 of the canonical state. */
  hash(): Promise<string>;
  /** The invariants of the environment on the present state. */
  invariants(): Promise<readonly InvariantReport[]>;
  /** Back to the state, clock and seeds the instance was created with. */
  reset(): Promise<void>;
  /** An independent instance with this one's present state, clock, ids and random numbers. */
  fork(): Promise<Instance>;
  close(): Promise<void>;
}

export interface InvariantReport {
  readonly rule: string;
  readonly status: 'holds' | 'broken' | 'error';
  readonly error?: string;
}

/** An environment that is compiled and loaded. */
export interface OpenEnvironment {
  /** The branches of a traced environment; none otherwise. */
  readonly branches: readonly Branch[];
  create(start: EpisodeStart): Promise<Instance>;
  /** For each state the invariants of the environment. */
  invariants(states: readonly State[]): Promise<readonly (readonly InvariantReport[])[]>;
  /** For each episode the results of all checks. Checks see frozen values; one that throws, overruns or mutates is an `error`. */
  evaluate(checks: readonly Check[], episodes: readonly Episode[]): Promise<readonly (readonly CheckResult[])[]>;
}

/**
 * Where generated code runs: no file system, network, environment variables, host clock or host objects; limits on steps,
 * time and memory per call. An infinite loop or a memory bomb ends its call and nothing else.
 */
export interface Sandbox {
  /** Type-check and vet a module; an empty list means that it may be opened. */
  diagnose(source: string): Promise<readonly Diagnostic[]>;
  /**
   * Throws a SandboxError with the diagnostics as evidence when the source does not pass. A traced environment tells with every
   * call which branches it took; it is a little slower.
   */
  open(
    environment: Pick<Environment, 'source' | 'tools' | 'skeleton'>,
    options?: { readonly traced: boolean },
  ): Promise<OpenEnvironment>;
  close(): Promise<void>;
}

/** Limits on one call of generated code. */
export interface SandboxLimits {
  /** Loop rounds and function calls: the same on every machine, and the limit that is normally met first. */
  readonly steps: number;
  /** The host kills the process that has not answered by then. */
  readonly deadlineMs: number;
  readonly memoryMb: number;
  /** What a state may take as JSON, roughly, in MB of characters. A call that makes a larger one larger still ends as `bad-state`. */
  readonly stateMb: number;
}

export type { CallOutcome, Json, ToolCall };
