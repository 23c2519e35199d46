import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Blueprint } from '../blueprint.ts';
import type { Design } from './design.ts';
import { blueprintOfDesign } from './design-blueprint.ts';

/** The modules in which the operations of a domain are declared. They ship as they are written, since they are read as text. */
const modules = ['rules', 'reads', 'writes'];

const cache = new Map<string, Blueprint>();

/** The blueprint of a design, with operations from the modules in its folder; these are read once, when they are asked for. */
export function designedBlueprint(design: Design): Blueprint {
  const known = cache.get(design.slug);
  if (known) return known;
  // The same from src/builtin/kit and from dist/builtin/kit.
  const folder = new URL(`../../../src/builtin/domains/${design.slug}/`, import.meta.url);
  const blueprint = blueprintOfDesign(design, () =>
    modules.map((name) => readFileSync(fileURLToPath(new URL(`${name}.ts`, folder)), 'utf8')),
  );
  cache.set(design.slug, blueprint);
  return blueprint;
}
