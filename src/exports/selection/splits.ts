import { UserError } from '../../base/errors.ts';
import { hashText } from '../../base/hash.ts';
import type { SplitName } from '../../domain/dataset.ts';
import type { Artifact } from '../../domain/kinds.ts';

/**
 * Puts whole environments on one side. Environments that share half of their tool names are twins (two versions, or two
 * drafts of one domain) and stay together, so that nothing held out has a near copy among the training data. Which twins are
 * held out follows from a hash of their slugs. With `heldOut` above 0 both sides get something; throws a UserError where
 * that is impossible.
 */
export function splitEnvironments(
  environments: readonly Artifact<'environment'>[],
  heldOut: number,
): ReadonlyMap<string, SplitName> {
  const splits = new Map<string, SplitName>(environments.map((environment) => [environment.hash, 'train']));
  if (heldOut === 0) return splits;
  const families = twins(environments)
    .map((family) => ({ family, rank: hashText(family.map((environment) => environment.body.slug).sort()[0] ?? '') }))
    .sort((left, right) => (left.rank < right.rank ? -1 : 1))
    .map(({ family }) => family);
  if (families.length < 2) {
    throw new UserError(
      `Cannot hold out a share of ${heldOut}: the ${environments.length} exported environments are one family (a single one, or all share most of their tools), ` +
        'and no environment may be on both sides. Export with --held-out 0, or make environments of other domains with `envscaler skel`.',
    );
  }
  const wanted = Math.min(environments.length - 1, Math.max(1, Math.round(environments.length * heldOut)));
  const held: Artifact<'environment'>[] = [];
  for (const family of families) if (held.length + family.length <= wanted) held.push(...family);
  const smallest = families.reduce((best, family) => (family.length < best.length ? family : best));
  for (const environment of held.length > 0 ? held : smallest) splits.set(environment.hash, 'held_out');
  return splits;
}

/** Groups of environments connected by slug or by a Jaccard similarity of their tool names of at least one half. */
export function twins(environments: readonly Artifact<'environment'>[]): Artifact<'environment'>[][] {
  let families: Artifact<'environment'>[][] = [];
  for (const environment of environments) {
    const related = families.filter((family) => family.some((member) => areTwins(member, environment)));
    families = [...families.filter((family) => !related.includes(family)), [...related.flat(), environment]];
  }
  return families;
}

function areTwins(left: Artifact<'environment'>, right: Artifact<'environment'>): boolean {
  if (left.body.slug === right.body.slug) return true;
  const names = new Set(left.body.tools.map((tool) => tool.name));
  const shared = right.body.tools.filter((tool) => names.has(tool.name)).length;
  return shared * 2 >= names.size + right.body.tools.length - shared;
}
