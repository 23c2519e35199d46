import type { z } from 'zod';
import { hashJson } from '../base/hash.ts';
import { assessment } from './environment/assessment.ts';
import { environment } from './environment/environment.ts';
import { skeleton } from './environment/skeleton.ts';
import { initialState } from './initial-state.ts';
import { trajectory } from './rollout/trajectory.ts';
import { scenario } from './scenario/scenario.ts';
import { candidate, selection, topic, userTask, verdict } from './topic.ts';

/**
 * Every kind of artifact: its schema, the version of that schema (raise it when the shape changes), the prefix of its
 * short ids and its plural as typed on the command line.
 */
export const kinds = {
  task: { schema: userTask, version: 1, prefix: 'task', plural: 'tasks' },
  verdict: { schema: verdict, version: 1, prefix: 'verd', plural: 'verdicts' },
  candidate: { schema: candidate, version: 1, prefix: 'cand', plural: 'candidates' },
  selection: { schema: selection, version: 1, prefix: 'select', plural: 'selections' },
  topic: { schema: topic, version: 1, prefix: 'topic', plural: 'topics' },
  skeleton: { schema: skeleton, version: 2, prefix: 'skel', plural: 'skeletons' },
  environment: { schema: environment, version: 2, prefix: 'env', plural: 'environments' },
  state: { schema: initialState, version: 2, prefix: 'state', plural: 'states' },
  assessment: { schema: assessment, version: 5, prefix: 'assess', plural: 'assessments' },
  scenario: { schema: scenario, version: 7, prefix: 'scen', plural: 'scenarios' },
  trajectory: { schema: trajectory, version: 2, prefix: 'traj', plural: 'trajectories' },
} as const;

export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as readonly Kind[];

/** The body of an artifact of a kind. */
export type Body<K extends Kind> = z.infer<(typeof kinds)[K]['schema']>;

/** An immutable stored value. `subject` is its human name; a new version of it has the same subject and another hash. */
export interface Artifact<K extends Kind = Kind> {
  readonly kind: K;
  /** SHA-256 over kind, schema version and canonical body. */
  readonly hash: string;
  readonly subject: string;
  readonly body: Body<K>;
}

/** The name of an artifact by its content. The body must be as its schema gives it, with defaults filled in. */
export function artifactHash<K extends Kind>(kind: K, body: Body<K>): string {
  return hashJson({ kind, schema: kinds[kind].version, body });
}

/** The short id that people see and type: "env-1a2b3c4d". */
export function shortId(artifact: { readonly kind: Kind; readonly hash: string }): string {
  return `${kinds[artifact.kind].prefix}-${artifact.hash.slice(0, 8)}`;
}

/** The artifacts of a kind among a unit's inputs. */
export function inputsOf<K extends Kind>(inputs: readonly Artifact[], kind: K): readonly Artifact<K>[] {
  return inputs.filter((artifact): artifact is Artifact<K> => artifact.kind === kind);
}

/** The one artifact of a kind among a unit's inputs. Throws when a stage was wired wrongly. */
export function inputOf<K extends Kind>(inputs: readonly Artifact[], kind: K): Artifact<K> {
  const [input, second] = inputsOf(inputs, kind);
  if (!input || second) throw new Error(`a stage needs exactly one ${kind} among its inputs`);
  return input;
}

/** Whether an artifact is of a kind; says so to the compiler. */
export function isKind<K extends Kind>(artifact: Artifact, kind: K): artifact is Artifact<K> {
  return artifact.kind === kind;
}
