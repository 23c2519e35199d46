import { isObject, type Json } from '../../base/json.ts';
import type { ToolResult } from '../../domain/rollout/call.ts';
import { type CallAnswer, type Progress, toldOfDefect } from '../protocol.ts';
import type { Budget } from './budget.ts';
import { createDraft, type Draft } from './draft.ts';
import { type Scene, sceneOf } from './environment-base.ts';
import { type Finished, finishDraft, unchanged } from './finish.ts';
import { Allowance, NotJsonError } from './not-json.ts';
import { plainCopy } from './plain-copy.ts';
import { sizeAfter, stateSize } from './state-size.ts';
import { describeThrown } from './thrown.ts';
import type { Tree } from './tree.ts';

/** What generated code exports, made ready to be called. */
export interface LoadedEnvironment {
  readonly methods: ReadonlyMap<string, LoadedMethod>;
  /** The one object of the class; hardened, so it holds nothing between calls. */
  readonly self: object;
  readonly invariants: Readonly<Record<string, unknown>>;
}

export interface LoadedMethod {
  readonly effect: 'read' | 'write';
  apply(self: object, args: Json): unknown;
}

/** One episode in this process. `state` and `progress` change both at once, when a write commits. */
export interface LiveInstance {
  readonly environment: LoadedEnvironment;
  readonly seed: string;
  readonly start: string;
  readonly origin: { readonly state: Tree; readonly progress: Progress };
  state: Tree;
  progress: Progress;
}

/** What the base class looks at while a call runs. */
export interface SceneHolder {
  current: Scene | undefined;
}

export interface CallLimits {
  readonly budget: Budget;
  readonly steps: number;
  /** Characters that a state may take. */
  readonly stateSize: number;
  readonly scene: SceneHolder;
}

/** Characters of JSON in one result. */
const MAX_RESULT = 1024 * 1024;

/** Call a tool. The instance moves on only when a write succeeds and leaves a valid state; otherwise nothing has happened. */
export function callTool(
  instance: LiveInstance,
  call: { readonly tool: string; readonly arguments: Json },
  limits: CallLimits,
): CallAnswer {
  const method = instance.environment.methods.get(call.tool);
  if (!method) throw new Error(`This process does not know the tool ${call.tool}.`);
  const draft = method.effect === 'write' ? createDraft(instance.state) : undefined;
  const scene = sceneOf(draft ?? instance.state, instance);
  const { budget, steps } = limits;
  const unmoved = { patches: [], progress: instance.progress };
  const defect = (outcome: CallAnswer['outcome'], detail: string, stack?: string): CallAnswer => ({
    outcome,
    result: toldOfDefect,
    detail,
    ...(stack ? { stack } : {}),
    ...unmoved,
  });

  budget.arm(steps);
  limits.scene.current = scene;
  try {
    const returned = method.apply(instance.environment.self, call.arguments);
    if (budget.exceeded()) return defect('budget', overBudget(call.tool, steps));
    const changes = draft?.isChanged() ? changesOf(draft) : undefined;
    const allowance = new Allowance(MAX_RESULT, 'the result');
    const result = envelopeOf(plainCopy(returned, allowance, (value) => draft && treeBehind(value, draft, changes)));
    if (typeof result === 'string') return defect('bad-result', `${call.tool} returned ${result}`);
    if (changes instanceof NotJsonError)
      return defect('bad-state', `${call.tool} left a state that is not plain JSON: ${changes.message}`);
    if (!draft || !result.success) {
      return { outcome: result.success ? 'success' : 'refused', result, ...unmoved, ...changedAllTheSame(changes) };
    }
    const excess = changes ? excessOf(instance.state, changes, limits.stateSize) : undefined;
    if (excess !== undefined) return defect('bad-state', `${call.tool} ${excess}`);
    commit(instance, scene, changes);
    return { outcome: 'success', result, patches: changes?.patches ?? [], progress: instance.progress };
  } catch (thrown) {
    if (thrown instanceof NotJsonError)
      return defect('bad-result', `${call.tool} returned a result that is not plain JSON: ${thrown.message}`);
    if (budget.exceeded()) return defect('budget', overBudget(call.tool, steps));
    const { text, mutation, stack } = describeThrown(thrown);
    const reading = mutation && method.effect === 'read' ? 'tried to change the state, though its effect is read: ' : 'threw ';
    return defect('exception', `${call.tool} ${reading}${text}`, stack);
  } finally {
    budget.disarm();
    limits.scene.current = undefined;
    draft?.close();
  }
}

function overBudget(tool: string, steps: number): string {
  return `${tool} took more than ${steps} steps (loop rounds and function calls); it probably never ends`;
}

/** What the call made of the state, or why that is no state. */
function changesOf(draft: Draft): Finished | NotJsonError {
  try {
    return finishDraft(draft);
  } catch (error) {
    if (error instanceof NotJsonError) return error;
    throw error;
  }
}

/** What is wrong with the size of a state that a call leaves. One that was too large from the beginning may shrink. */
function excessOf(before: Tree, { state, patches }: Finished, most: number): string | undefined {
  const size = sizeAfter(before, patches, state);
  if (size <= most || size <= stateSize(before)) return undefined;
  return `made the state too large: it may take ${Number((most / 1024 / 1024).toFixed(2))} MB as a whole`;
}

function treeBehind(value: object, draft: Draft, changes: Finished | NotJsonError | undefined): Tree | undefined {
  return changes && 'treeOf' in changes ? changes.treeOf(value) : unchanged(draft, value);
}

/** The instance moves on: state, clock, ids and random numbers at once. */
function commit(instance: LiveInstance, scene: Scene, changes: Finished | undefined): void {
  if (changes) instance.state = changes.state;
  instance.progress = { writes: instance.progress.writes + 1, ids: scene.ids, draws: scene.draws };
}

/** What a refusal changed all the same: nothing of it is kept, but it is a defect worth telling. */
function changedAllTheSame(changes: Finished | undefined): { readonly detail?: string } {
  const paths = (changes?.patches ?? []).map((patch) => patch.path);
  if (paths.length === 0) return {};
  const more = paths.length > 5 ? `, and ${paths.length - 5} more` : '';
  return { detail: `changed the state before refusing: ${paths.slice(0, 5).join(', ')}${more}` };
}

const ENVELOPE: ReadonlySet<string> = new Set(['success', 'data', 'message', 'error']);

/** The result as an envelope, or what is wrong with it. */
function envelopeOf(value: Json): ToolResult | string {
  if (!isObject(value))
    return `${value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`} instead of ok(...), done(...) or fail(...)`;
  const { success, data, message, error } = value;
  const extra = Object.keys(value).find((key) => !ENVELOPE.has(key));
  if (typeof success !== 'boolean')
    return 'an object without success: true or false; answer with ok(...), done(...) or fail(...)';
  if (extra !== undefined) return `a result with the unknown property "${extra}"`;
  if (!success) {
    if (typeof error !== 'string' || error === '') return 'a refusal without an error text';
    return Object.keys(value).length === 2 ? { success, error } : 'a refusal with data or a message';
  }
  if (error !== undefined) return 'a success with an error text';
  if (message !== undefined && typeof message !== 'string') return 'a message that is not a string';
  if (data === undefined && message === undefined) return 'a success with neither data nor message';
  return { success, ...(data === undefined ? {} : { data: data as Json }), ...(message === undefined ? {} : { message }) };
}
