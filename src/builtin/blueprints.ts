import type { Blueprint } from './blueprint.ts';
import { domains } from './domains.ts';
import { designedBlueprint } from './kit/design-sources.ts';

/** The blueprint of a domain, made from its design. Throws for a domain that is not known. */
export function blueprintOf(slug: string): Blueprint {
  const domain = domains.find((candidate) => candidate.slug === slug);
  if (!domain) throw new Error(`there is no domain "${slug}"`);
  return designedBlueprint(domain.design);
}

/** The blueprints of all domains, in their order. */
export function blueprints(): readonly Blueprint[] {
  return domains.map((domain) => designedBlueprint(domain.design));
}
