import { acceptedEnvironments } from '../domain/environment/accepted.ts';
import type { Kind } from '../domain/kinds.ts';
import { usableScenarios } from '../domain/scenario/usable-scenarios.ts';
import type { Attempt, RunRecord, Store, StoredArtifact } from '../store/store.ts';

/** What a workspace holds, counted, and what went wrong in it. */
export interface WorkspaceStatus {
  readonly counts: Readonly<Record<Kind, number>>;
  readonly accepted: number;
  readonly certified: number;
  readonly usable: number;
  readonly trajectories: readonly StoredArtifact<'trajectory'>[];
  readonly failed: readonly Attempt[];
  readonly rejected: readonly Attempt[];
  readonly lastRun: RunRecord | undefined;
}

/** Commands that make something; the others leave no trace worth telling. */
const makingCommands = ['skel', 'scen', 'rollout', 'export', 'run'];

/** The status of a workspace, from its store. */
export async function statusOf(store: Store): Promise<WorkspaceStatus> {
  const artifacts = {
    task: await store.artifacts('task'),
    verdict: await store.artifacts('verdict'),
    candidate: await store.artifacts('candidate'),
    selection: await store.artifacts('selection'),
    topic: await store.artifacts('topic'),
    skeleton: await store.artifacts('skeleton'),
    environment: await store.artifacts('environment'),
    state: await store.artifacts('state'),
    assessment: await store.artifacts('assessment'),
    scenario: await store.artifacts('scenario'),
    trajectory: await store.artifacts('trajectory'),
  };
  const runs = await store.runs();
  return {
    counts: {
      task: artifacts.task.length,
      verdict: artifacts.verdict.length,
      candidate: artifacts.candidate.length,
      selection: artifacts.selection.length,
      topic: artifacts.topic.length,
      skeleton: artifacts.skeleton.length,
      environment: artifacts.environment.length,
      state: artifacts.state.length,
      assessment: artifacts.assessment.length,
      scenario: artifacts.scenario.length,
      trajectory: artifacts.trajectory.length,
    },
    accepted: acceptedEnvironments({ environments: artifacts.environment, assessments: artifacts.assessment }).length,
    certified: artifacts.scenario.filter((scenario) => scenario.body.certificate.complete).length,
    usable: usableScenarios(artifacts.scenario).length,
    trajectories: artifacts.trajectory,
    failed: await store.attempts({ status: 'failed' }),
    rejected: await store.attempts({ status: 'rejected' }),
    lastRun: runs.filter((run) => makingCommands.includes(run.command)).at(-1),
  };
}
