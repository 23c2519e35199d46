import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { createBudget } from '../../sandbox/guest/budget.ts';
import { callTool, type LiveInstance, type LoadedMethod, type SceneHolder } from '../../sandbox/guest/call.ts';
import { createBaseClass } from '../../sandbox/guest/environment-base.ts';
import { hashTree } from '../../sandbox/guest/hash-tree.ts';
import { freezeTree } from '../../sandbox/guest/tree.ts';
import { atStart } from '../../sandbox/protocol.ts';
import { type Episode, type EpisodeCall, referenceEpisode, type ScenarioLine } from './bundle-score.ts';

// Shipped with every bundle as a part of runtime.js: imports nothing that needs a package.

/** What `environments/<env_id>/environment.js` exports, as far as playing needs it. */
interface EnvironmentModule {
  readonly environment: new () => object;
  readonly invariants?: { readonly [rule: string]: (state: Json) => unknown };
}

/** An entry of `environments/<env_id>/tools.json`. */
interface ToolEntry {
  readonly name: string;
  readonly effect: 'read' | 'write';
}

/** How an episode begins: a line of `scenarios/<split>.jsonl`, or the like. */
interface Beginning {
  readonly initial_state: Json;
  readonly seed: string;
  readonly start: string;
}

/** What is wrong with the arguments of a call, in words for the agent; undefined where nothing is. */
type Validate = (tool: string, args: unknown) => string | undefined;

interface PlayedEpisode {
  /** Calls a tool. What does not succeed changes nothing. */
  call(tool: string, args: unknown): EpisodeCall;
  /** What `score` judges: the state as it is, and the calls made so far. */
  episode(): Episode;
  /** SHA-256 over the state as JSON with recursively sorted keys and no white space. */
  hash(): string;
  /** The invariants that do not hold in the present state. */
  brokenInvariants(): string[];
}

const scene: SceneHolder = { current: undefined };

/** The base class of the environments of this bundle. */
export const Environment = createBaseClass(() => {
  if (!scene.current) throw new TypeError('The environment can only be used during a call.');
  return scene.current;
});

/**
 * Begins an episode: one instance of an environment with its state, its ids and random numbers (from `seed`) and its clock (from
 * `start`). The environment is generated code and runs as it is, without a limit on its steps: call this in a process that may
 * touch nothing. Arguments are taken as they come unless `validate` judges them against the schemas of `tools.json`.
 */
export function openEpisode(
  module: EnvironmentModule,
  tools: readonly ToolEntry[],
  { beginning, validate = () => undefined }: { readonly beginning: Beginning; readonly validate?: Validate },
): PlayedEpisode {
  const state = freezeTree(structuredClone(beginning.initial_state));
  if (typeof state !== 'object' || state === null) throw new TypeError('The initial state must be an object.');
  const instance: LiveInstance = {
    environment: { methods: methodsOf(module, tools), self: new module.environment(), invariants: module.invariants ?? {} },
    seed: beginning.seed,
    start: beginning.start,
    origin: { state, progress: atStart },
    state,
    progress: atStart,
  };
  const limits = { budget: createBudget(), steps: Number.MAX_SAFE_INTEGER, stateSize: 4 * 1024 * 1024, scene };
  const calls: EpisodeCall[] = [];
  const report = (tool: string, args: unknown): Pick<EpisodeCall, 'outcome' | 'result'> => {
    if (!instance.environment.methods.has(tool)) return mistake('unknown-tool', `There is no tool "${tool}".`);
    const problem = isJsonObject(args) ? validate(tool, args) : 'The arguments must be an object.';
    if (problem !== undefined) return mistake('invalid-arguments', problem);
    const { outcome, result } = callTool(instance, { tool, arguments: structuredClone(args) as Json }, limits);
    return { outcome, result };
  };
  return {
    call(tool, args) {
      const call = { tool, arguments: isJsonObject(args) ? args : {}, ...report(tool, args) };
      calls.push(call);
      return call;
    },
    episode: () => ({ final: instance.state, calls: [...calls] }),
    hash: () => hashTree(instance.state),
    brokenInvariants: () =>
      Object.entries(module.invariants ?? {}).flatMap(([rule, holds]) => (holds(instance.state as Json) === true ? [] : [rule])),
  };
}

/** Plays the reference solution of a scenario anew, call by call. Its end state should have the hashes of `certificate.replay`. */
export function replayReference(
  module: EnvironmentModule,
  tools: readonly ToolEntry[],
  scenario: ScenarioLine & Beginning,
): { readonly episode: Episode; readonly hash: string } {
  const played = openEpisode(module, tools, { beginning: scenario });
  for (const call of scenario.reference) played.call(call.tool, call.arguments);
  return { episode: { ...referenceEpisode(scenario), ...played.episode() }, hash: played.hash() };
}

function methodsOf({ environment }: EnvironmentModule, tools: readonly ToolEntry[]): ReadonlyMap<string, LoadedMethod> {
  return new Map(
    tools.map(({ name, effect }) => {
      const method: unknown = Object.getOwnPropertyDescriptor(environment.prototype, name)?.value;
      if (typeof method !== 'function') throw new TypeError(`The class has no method ${name}.`);
      return [name, { effect, apply: (self: object, args: Json) => Reflect.apply(method, self, [args]) }] as const;
    }),
  );
}

function isJsonObject(value: unknown): value is JsonObject {
  return isObject(value);
}

function mistake(outcome: string, error: string): Pick<EpisodeCall, 'outcome' | 'result'> {
  return { outcome, result: { success: false, error } };
}
