import { type Kind, kindNames, kinds } from '../domain/kinds.ts';
import type { ArtifactQueries } from './queries/artifact-queries.ts';
import type { StoredArtifact } from './store.ts';

/**
 * What a person may mean by a text: a short id ("env-1a2b3c4d"), at least four digits of a hash, a subject, or
 * "kind:subject" with the kind's name, plural or prefix. All matches, each artifact once; of a subject the current
 * versions, or all of them when none is current.
 */
export async function findArtifacts(id: string, queries: ArtifactQueries): Promise<readonly StoredArtifact[]> {
  const text = id.trim();
  const matches = [...(await byHash(text, queries)), ...(await queries.named(text)), ...(await byKindAndSubject(text, queries))];
  return [...new Map(matches.map((artifact) => [artifact.hash, artifact])).values()];
}

async function byHash(text: string, queries: ArtifactQueries): Promise<readonly StoredArtifact[]> {
  const parts = /^(?:([a-z]+)-)?([0-9a-f]{4,64})$/i.exec(text);
  const digits = parts?.[2];
  if (digits === undefined) return [];
  const kind = parts?.[1] === undefined ? undefined : kindCalled(parts[1]);
  if (parts?.[1] !== undefined && kind === undefined) return [];
  const found: StoredArtifact[] = [];
  for (const hash of await queries.hashesWithPrefix(digits.toLowerCase())) {
    const artifact = await queries.byHash(hash);
    if (artifact && (kind === undefined || artifact.kind === kind)) found.push(artifact);
  }
  return found;
}

async function byKindAndSubject(text: string, queries: ArtifactQueries): Promise<readonly StoredArtifact[]> {
  const colon = text.indexOf(':');
  const kind = colon < 0 ? undefined : kindCalled(text.slice(0, colon));
  if (kind === undefined) return [];
  return (await queries.named(text.slice(colon + 1))).filter((artifact) => artifact.kind === kind);
}

function kindCalled(word: string): Kind | undefined {
  const wanted = word.toLowerCase();
  return kindNames.find((kind) => kind === wanted || kinds[kind].plural === wanted || kinds[kind].prefix === wanted);
}
