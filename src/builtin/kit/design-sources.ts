import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Blueprint } from '../blueprint.ts';
import type { Design } from './design.ts';
import { blueprintOfDesign } from './design-blueprint.ts';

/**
 * The modules in which the operations of a domain are declared, in the order of their classes. They ship as they are written,
 * since they are read as text.
 */
const modules = [/^rules\.ts$/, /^reads\.ts$/, /-writes\.ts$/, /^writes\.ts$/];

const cache = new Map<string, Blueprint>();

/** The blueprint of a design, with operations from the modules in its folder; these are read once, when they are asked for. */
export function designedBlueprint(design: Design): Blueprint {
  const known = cache.get(design.slug);
  if (known) return known;
  // The same from src/builtin/kit and from dist/builtin/kit.
  const folder = new URL(`../../../src/builtin/domains/${design.slug}/`, import.meta.url);
  const blueprint = blueprintOfDesign(design, () => {
    const files = readdirSync(folder).sort();
    return modules
      .flatMap((pattern) => files.filter((file) => pattern.test(file)))
      .map((file) => readFileSync(fileURLToPath(new URL(file, folder)), 'utf8'));
  });
  cache.set(design.slug, blueprint);
  return blueprint;
}
