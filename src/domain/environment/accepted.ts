import type { Artifact } from '../kinds.ts';

/** The environments that their assessment accepted, in their order. */
export function acceptedEnvironments<Environment extends Artifact<'environment'>>(among: {
  readonly environments: readonly Environment[];
  readonly assessments: readonly Artifact<'assessment'>[];
}): Environment[] {
  const accepted = new Set(
    among.assessments.filter(({ body }) => body.verdict === 'accepted').map(({ body }) => body.environment),
  );
  return among.environments.filter(({ hash }) => accepted.has(hash));
}
