import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const importOf = /^import \{[^}]*\} from ["'](\.[^"']+)["'];\n/gm;
const heading = `// What the checks of this bundle call, and how an episode is scored. Needs nothing but the language: Node 20 or a browser.\n`;

/** One JavaScript module that scores episodes: the compiled modules that the sandbox itself evaluates checks with, and bundle-score. */
export function bundleRuntime(): string {
  return heading + withImports(join(compiledFolder(), 'bundle-score.js'), new Set());
}

/** The text of a module after those that it imports, each once. */
function withImports(file: string, seen: Set<string>): string {
  if (seen.has(file)) return '';
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const before = [...text.matchAll(importOf)].map(([, path = '']) => withImports(resolve(dirname(file), path), seen));
  return [...before, text.replaceAll(importOf, '')].filter((part) => part !== '').join('\n');
}

/** This file runs from src/ under the tests and from dist/ in the product; a bundle gets JavaScript in both cases. */
function compiledFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return import.meta.url.endsWith('.ts') ? resolve(here, '..', '..', '..', 'dist', 'exports', 'formats') : here;
}
