import type { Artifact } from '../kinds.ts';

/**
 * The assessment that decides about an environment: of the very version (a repair makes another one), under the environment's
 * own name (two topics may come to the same code with different states), and the last of several, since lists run from old to
 * new. Undefined where that version was not assessed.
 */
export function decidingAssessment(
  { hash, subject }: Pick<Artifact<'environment'>, 'hash' | 'subject'>,
  assessments: readonly Artifact<'assessment'>[],
): Artifact<'assessment'> | undefined {
  return assessments.findLast((assessment) => assessment.body.environment === hash && assessment.subject === subject);
}

/** The environments that their assessment accepted, in their order. */
export function acceptedEnvironments<Environment extends Artifact<'environment'>>(among: {
  readonly environments: readonly Environment[];
  readonly assessments: readonly Artifact<'assessment'>[];
}): Environment[] {
  return among.environments.filter(
    (environment) => decidingAssessment(environment, among.assessments)?.body.verdict === 'accepted',
  );
}
