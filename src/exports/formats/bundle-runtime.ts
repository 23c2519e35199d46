import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { helperNames } from '../../domain/checks/helpers.ts';

const heading = `// Plays and scores the episodes of this bundle: the modules that the sandbox itself is made of. Needs Node 20 or later and no package.\n`;

/** What runtime.js exports, by the compiled module that it comes from. */
const shipped = [
  { file: 'exports/formats/bundle-score.js', names: ['score', 'referenceEpisode'] },
  { file: 'exports/formats/bundle-play.js', names: ['Environment', 'openEpisode', 'replayReference'] },
  { file: 'sandbox/guest/envelopes.js', names: ['ok', 'done', 'fail'] },
  {
    file: 'sandbox/guest/episode-clock.js',
    names: ['addDays', 'addMinutes', 'clockAt', 'daysBetween', 'minutesBetween', 'weekday'],
  },
];
const helpersFile = 'domain/checks/helpers.js';

/** One JavaScript module that plays and scores episodes, made of compiled modules of this program. */
export function bundleRuntime(): string {
  const linked: Linked = { root: compiledRoot(), names: new Map(), builtins: new Set(), texts: [] };
  const exports = shipped.map(
    ({ file, names }) => `export const { ${names.join(', ')} } = ${link(join(linked.root, file), linked)};`,
  );
  exports.push(`export const { ${helperNames.join(', ')} } = ${link(join(linked.root, helpersFile), linked)}.checkHelpers;`);
  return [heading, ...[...linked.builtins].sort(), '', ...linked.texts, ...exports, ''].join('\n');
}

interface Linked {
  readonly root: string;
  /** The name under which a module's exports stand, by its file. */
  readonly names: Map<string, string>;
  /** Imports of Node's own modules. */
  readonly builtins: Set<string>;
  readonly texts: string[];
}

const importOf = /^import \{([^}]*)\} from ["']([^"']+)["'];\n/gm;
const exportOf = /^export (?=(?:function\*?|class|const|let) ([\w$]+))/gm;

/** Adds a module after those that it imports, each once and each in a scope of its own; answers with its name. */
function link(file: string, linked: Linked): string {
  const known = linked.names.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, 'utf8');
  const inner = text.replaceAll(importOf, (statement: string, names: string, from: string) => {
    if (from.startsWith('.'))
      return `const {${names.replaceAll(' as ', ': ')}} = ${link(resolve(dirname(file), from), linked)};\n`;
    linked.builtins.add(statement.trimEnd());
    return '';
  });
  const exported = [...inner.matchAll(exportOf)].map(([, name]) => name);
  const name = `module${linked.names.size}`;
  linked.names.set(file, name);
  linked.texts.push(
    `const ${name} = (() => {\n${inner.replaceAll(exportOf, '').replaceAll(/^export \{\};\n/gm, '')}return { ${exported.join(', ')} };\n})();\n`,
  );
  return name;
}

/** This file runs from src/ under the tests and from dist/ in the product; a bundle gets JavaScript in both cases. */
function compiledRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return import.meta.url.endsWith('.ts') ? resolve(here, '..', '..', '..', 'dist') : resolve(here, '..', '..');
}
