import { UserError } from '../base/errors.ts';
import { suggestion } from '../base/nearest.ts';
import { acceptedEnvironments } from '../domain/environment/accepted.ts';
import { type Artifact, shortId } from '../domain/kinds.ts';
import type { StoredArtifact } from '../store/store.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Current environments whose assessment accepted them; all, or those named. Throws a UserError for a name that is none. */
export async function chosenEnvironments(
  workspace: Workspace,
  names: readonly string[],
): Promise<readonly Artifact<'environment'>[]> {
  const { store, engine } = workspace;
  const environments = await store.artifacts('environment');
  const assessments = await store.artifacts('assessment');
  const accepted = acceptedEnvironments({ environments, assessments });
  if (names.length > 0) return names.map((name) => named(name, accepted, environments));
  if (accepted.length === 0 && engine.mode === 'run') {
    const why =
      environments.length === 0
        ? 'There is no environment yet.'
        : `None of the ${environments.length} environments was accepted; "envscaler list assessments" says why.`;
    throw new UserError(`${why} "envscaler skel" builds them.`);
  }
  return accepted;
}

function named(
  name: string,
  accepted: readonly StoredArtifact<'environment'>[],
  all: readonly StoredArtifact<'environment'>[],
): StoredArtifact<'environment'> {
  const matches = (environment: StoredArtifact<'environment'>): boolean =>
    environment.subject === name ||
    environment.hash === name ||
    shortId(environment) === name ||
    environment.body.skeleton.name === name;
  const found = accepted.find(matches);
  if (found) return found;
  if (all.some(matches))
    throw new UserError(
      `The environment "${name}" was rejected by its assessment; "envscaler show assessment:${name}" says why.`,
    );
  throw new UserError(
    `There is no environment "${name}".${suggestion(
      name,
      accepted.map((environment) => environment.subject),
    )}`,
  );
}
