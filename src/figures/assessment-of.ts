import type { Store, StoredArtifact } from '../store/store.ts';

/** The verdict on an environment: the current one, or the latest of an environment that has a newer version. */
export async function assessmentOf(store: Store, environment: string): Promise<StoredArtifact<'assessment'> | undefined> {
  const isOnIt = (assessment: StoredArtifact<'assessment'>): boolean => assessment.body.environment === environment;
  const current = (await store.artifacts('assessment')).find(isOnIt);
  return current ?? (await store.artifacts('assessment', { versions: 'all' })).filter(isOnIt).at(-1);
}
