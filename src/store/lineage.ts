import type { ArtifactQueries } from './queries/artifact-queries.ts';
import type { AttemptQueries } from './queries/attempt-queries.ts';
import type { Lineage } from './store.ts';

/**
 * Follows an artifact back through the attempts to where nothing went in. What several branches share is the same object.
 * An input was written before the attempt that read it began, so every step goes to an older attempt and the walk ends
 * even where a stage passes an artifact through unchanged.
 */
export async function traceLineage(
  hash: string,
  artifacts: ArtifactQueries,
  attempts: AttemptQueries,
): Promise<Lineage | undefined> {
  const known = new Map<string, Lineage>();
  const trace = async (wanted: string, before: number | undefined): Promise<Lineage | undefined> => {
    const artifact = await artifacts.byHash(wanted, before);
    if (!artifact) return undefined;
    const name = `${artifact.attempt} ${artifact.hash} ${artifact.subject}`;
    const seen = known.get(name);
    if (seen) return seen;
    const attempt = await attempts.byId(artifact.attempt);
    if (!attempt)
      throw new Error(`Attempt ${artifact.attempt} of ${artifact.kind} "${artifact.subject}" is missing from the database.`);
    const inputs: Lineage[] = [];
    for (const input of await attempts.origins(attempt.id, artifact.hash, artifact.subject)) {
      const origin = await trace(input, attempt.id);
      if (!origin) throw new Error(`No attempt older than ${attempt.id} wrote its input ${input}.`);
      inputs.push(origin);
    }
    const lineage = { artifact, attempt, inputs };
    known.set(name, lineage);
    return lineage;
  };
  return trace(hash, undefined);
}
