import { fileURLToPath } from 'node:url';
import { type Blueprint, readBlueprint } from './blueprint.ts';
import { domains } from './domains.ts';
import { designedBlueprint } from './kit/design-sources.ts';

const cache = new Map<string, Blueprint>();

/** The blueprint of a domain: of its design, or read once from topics/blueprints/<slug>.yaml. */
export function blueprintOf(slug: string): Blueprint {
  const { design } = domains.find((domain) => domain.slug === slug) ?? {};
  if (design) return designedBlueprint(design);
  const known = cache.get(slug);
  if (known) return known;
  const blueprint = readBlueprint(fileURLToPath(new URL(`../../topics/blueprints/${slug}.yaml`, import.meta.url)));
  cache.set(slug, blueprint);
  return blueprint;
}

/** The blueprints of all domains, in their order. */
export function blueprints(): readonly Blueprint[] {
  return domains.map((domain) => blueprintOf(domain.slug));
}
