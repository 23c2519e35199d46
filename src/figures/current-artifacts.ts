import type { Store, StoredArtifact } from '../store/store.ts';

/** What can be exported and reported of a workspace: the current artifacts. */
export interface CurrentArtifacts {
  readonly environments: readonly StoredArtifact<'environment'>[];
  readonly assessments: readonly StoredArtifact<'assessment'>[];
  readonly scenarios: readonly StoredArtifact<'scenario'>[];
  readonly trajectories: readonly StoredArtifact<'trajectory'>[];
}

export async function currentArtifacts(store: Store): Promise<CurrentArtifacts> {
  return {
    environments: await store.artifacts('environment'),
    assessments: await store.artifacts('assessment'),
    scenarios: await store.artifacts('scenario'),
    trajectories: await store.artifacts('trajectory'),
  };
}
