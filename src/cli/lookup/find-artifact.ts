import { UserError } from '../../base/errors.ts';
import { suggestion } from '../../base/nearest.ts';
import { isKind, type Kind, kindNames, kinds, shortId } from '../../domain/kinds.ts';
import type { Store, StoredArtifact } from '../../store/store.ts';

/**
 * The one artifact that an id, a hash prefix or a name means. Of several versions or kinds with the same name the current
 * one of the richest kind is taken. Throws a UserError when nothing is found, or when a hash prefix fits several.
 */
export async function findArtifact(store: Store, id: string): Promise<StoredArtifact> {
  const found = await store.find(id);
  const [only] = found;
  if (!only)
    throw new UserError(
      `Nothing here is called "${id}".${await similar(store, id)} Ids and names are shown by "envscaler list KIND".`,
    );
  if (found.length === 1) return only;
  const named = found.filter((artifact) => artifact.subject === id || `${artifact.kind}:${artifact.subject}` === id);
  if (named.length > 0) return preferred(store, named);
  const choices = found.slice(0, 8).map((artifact) => `${shortId(artifact)} (${artifact.subject})`);
  throw new UserError(`"${id}" fits ${found.length} things: ${choices.join(', ')}. Type more of the id.`);
}

/** Like findArtifact, among one kind: "library-loans" is then the environment and not the topic. */
export async function findOfKind<K extends Kind>(store: Store, kind: K, id: string): Promise<StoredArtifact<K>> {
  const found = (await store.find(id)).filter((artifact): artifact is StoredArtifact & StoredArtifact<K> =>
    isKind(artifact, kind),
  );
  if (found.length > 1 && !found.every((artifact) => artifact.subject === found[0]?.subject)) {
    throw new UserError(
      `"${id}" fits ${found.length} ${kinds[kind].plural}: ${found.slice(0, 8).map(shortId).join(', ')}. Type more of the id.`,
    );
  }
  const current = await store.artifacts(kind);
  const chosen = found.find((artifact) => current.some((other) => other.hash === artifact.hash)) ?? found.at(-1);
  if (chosen) return chosen;
  const names = current.flatMap((artifact) => [artifact.subject, shortId(artifact)]);
  if (names.length === 0)
    throw new UserError(`There are no ${kinds[kind].plural} yet, so none is called "${id}". "envscaler run" makes some.`);
  throw new UserError(`There is no ${kind} "${id}".${suggestion(id, names)}`);
}

/** Kinds that a bare name most likely means, first the likeliest. */
const likeliest: readonly Kind[] = [
  'environment',
  'scenario',
  'trajectory',
  'skeleton',
  'topic',
  'assessment',
  'state',
  'candidate',
  'selection',
  'verdict',
  'task',
];

async function preferred(store: Store, artifacts: readonly StoredArtifact[]): Promise<StoredArtifact> {
  const [first] = [...artifacts].sort((left, right) => likeliest.indexOf(left.kind) - likeliest.indexOf(right.kind));
  if (!first) throw new Error('preferred: the list is empty');
  const versions = artifacts.filter((artifact) => artifact.kind === first.kind);
  const current = new Set((await store.artifacts(first.kind, { subject: first.subject })).map((artifact) => artifact.hash));
  return versions.find((artifact) => current.has(artifact.hash)) ?? versions.at(-1) ?? first;
}

/** The kind that the begin of an id names ("env-", "environment:"), or all kinds that have names of their own. */
function kindsMeantBy(id: string): readonly Kind[] {
  const named = kindNames.filter((kind) => id.startsWith(`${kinds[kind].prefix}-`) || id.startsWith(`${kind}:`));
  return named.length > 0 ? named : kindNames.filter((kind) => !['task', 'verdict', 'candidate'].includes(kind));
}

async function similar(store: Store, id: string): Promise<string> {
  const names: string[] = [];
  for (const kind of kindsMeantBy(id)) {
    for (const artifact of await store.artifacts(kind)) names.push(shortId(artifact), artifact.subject);
  }
  const known = [...new Set(names)];
  return known.length === 0 ? '' : suggestion(id, known);
}
