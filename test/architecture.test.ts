import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

/**
 * What each room may import besides itself. Rooms of the pipeline's stages and of the command line are named with their wing
 * (`stages/topics`), all others by their first folder. `main` stands for the files directly in src/.
 */
const foundations = ['generation', 'sandbox', 'store', 'domain', 'language', 'base'];
const stage = ['engine', ...foundations];
const allowed: Record<string, readonly string[]> = {
  base: [],
  language: ['base'],
  domain: ['language', 'base'],
  store: ['domain', 'base'],
  sandbox: ['domain', 'language', 'base'],
  generation: ['store', 'domain', 'base'],
  builtin: ['generation', 'domain', 'language', 'base'],
  engine: foundations,
  'stages/topics': stage,
  'stages/skeletons': stage,
  'stages/assessment': stage,
  'stages/scenarios': stage,
  'stages/rollouts': stage,
  exports: ['sandbox', 'store', 'domain', 'language', 'base'],
  // Serves what datasets hold, by playing episodes.
  serving: ['exports', 'stages/rollouts', 'sandbox', 'domain', 'base'],
  workspace: ['builtin', 'engine', ...foundations],
  pipeline: [
    'workspace',
    'stages/topics',
    'stages/skeletons',
    'stages/assessment',
    'stages/scenarios',
    'stages/rollouts',
    ...stage,
  ],
  figures: ['stages/scenarios', 'generation', 'store', 'domain', 'base'],
  render: ['figures', 'pipeline', 'stages/scenarios', ...stage],
  cli: ['render', 'figures', 'pipeline', 'workspace', ...stage],
};

/** Rooms that may import anything below them: the executable and the commands. */
const freeRooms = ['main', 'cli/commands'];

/** Where each package is at home (zod is everywhere). */
const homes: Record<string, readonly string[]> = {
  commander: ['main', 'cli', 'cli/commands'],
  'http-proxy-agent': ['generation'],
  'https-proxy-agent': ['generation'],
  'proxy-from-env': ['generation'],
  openai: ['generation'],
  liquidjs: ['generation'],
  jsonrepair: ['generation'],
  'better-sqlite3': ['store'],
  'better-sqlite3-node20': ['store'],
  kysely: ['store'],
  'p-limit': ['base'],
  // Its type is the log that stages are handed; the logger itself is made in cli.
  pino: ['cli', 'engine', 'workspace'],
  'pino-pretty': ['cli'],
  // The embedded author reads the operations of its domains with it.
  typescript: ['sandbox', 'builtin'],
  'ts-blank-space': ['sandbox'],
  'magic-string': ['sandbox'],
  ajv: ['sandbox'],
  ses: ['sandbox'],
  re2js: ['domain'],
  'fast-check': ['stages/assessment'],
  yaml: ['builtin', 'exports', 'cli', 'generation'],
  diff: ['render'],
  'string-width': ['render'],
  'wrap-ansi': ['render'],
  picocolors: ['cli', 'cli/commands', 'render'],
  hyparquet: ['exports'],
  'hyparquet-writer': ['exports'],
  hono: ['serving'],
  '@hono/node-server': ['serving'],
  '@modelcontextprotocol/server': ['serving'],
  ws: ['serving'],
  zod: ['*'],
};

/** Files that may have more than 300 lines, each kind with its reason. */
const longFiles: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: /^src\/builtin\/domains\/[a-z-]+\/(requests|oracle)\.ts$/,
    reason: 'a catalogue: one short function per thing people ask for, one short declaration per operation',
  },
];

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
}

function files(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(directory, name));
}

function roomOf(file: string): string {
  const [first = '', second = '', ...rest] = relative(src, file).split('/');
  if (second === '') return 'main';
  const isWing = rest.length > 0 && (first === 'stages' || (first === 'cli' && second === 'commands'));
  return isWing ? `${first}/${second}` : first;
}

function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => ({ file, room: roomOf(file), target: fileName }));
}

/** What a file imports when it is loaded: neither types nor what it imports later. */
function loadedAtOnce(file: string): string[] {
  const { statements } = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    const isType =
      (ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly) ||
      (ts.isExportDeclaration(statement) && statement.isTypeOnly);
    if (isType || !(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [];
  });
}

/** "hono/streaming" is of hono, "@scope/name/part" of @scope/name. */
function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

const all = files(src);
const imports = all.flatMap(importsOf);
const short = (file: string): string => relative(root, file);

describe('the folder listing is the architecture', () => {
  it('rooms import only from rooms below them', () => {
    const wrong = imports
      .filter(({ target, room }) => target.startsWith('.') && !freeRooms.includes(room))
      .map(({ file, room, target }) => ({ file, room, to: roomOf(resolve(dirname(file), target)) }))
      .filter(({ room, to }) => room !== to && !allowed[room]?.includes(to))
      .map(({ file, room, to }) => `${short(file)}: ${room} must not import from ${to}`);
    expect(wrong).toEqual([]);
  });

  it('every room is known to this test', () => {
    const rooms = [...new Set(all.map(roomOf))].filter((room) => !freeRooms.includes(room));
    expect(rooms.filter((room) => !(room in allowed))).toEqual([]);
  });

  it('each package has one home', () => {
    const wrong = imports
      .filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'))
      .map(({ file, room, target }) => ({ file, room, name: packageOf(target) }))
      .filter(({ room, name }) => !homes[name]?.some((home) => home === room || home === '*'))
      .map(({ file, room, name }) => `${short(file)}: ${name} is not at home in ${room}`);
    expect(wrong).toEqual([]);
  });

  it('a start loads declarations alone: no package but the parser of the command line and colours', () => {
    const loaded = new Set<string>();
    const packages = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const target of loadedAtOnce(file)) {
        if (target.startsWith('.')) load(resolve(dirname(file), target));
        else if (!target.startsWith('node:')) packages.add(target);
      }
    };
    load(join(src, 'main.ts'));
    expect([...packages].sort()).toEqual(['commander', 'picocolors']);
    expect([...loaded].filter((file) => /\/src\/(stages|pipeline|builtin|sandbox|store|workspace|render)\//.test(file))).toEqual(
      [],
    );
  });

  it('stage rooms touch neither console, process, files nor the clock', () => {
    const forbidden = /\bconsole\.|\bprocess\.(?!hrtime)|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\./;
    const wrong = all
      .filter((file) => roomOf(file).startsWith('stages/'))
      .filter((file) => forbidden.test(readFileSync(file, 'utf8')))
      .map((file) => `${short(file)} uses console, process, the clock or Math.random; take it as an argument`);
    expect(wrong).toEqual([]);
  });

  it('has no import cycles between files', () => {
    const graph = new Map(all.map((file) => [file, [] as string[]]));
    for (const { file, target } of imports) if (target.startsWith('.')) graph.get(file)?.push(resolve(dirname(file), target));
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].map(short).join(' -> '));
        return;
      }
      state.set(file, 'open');
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of all) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('no folder holds more than 22 files', () => {
    const counts = new Map<string, number>();
    for (const file of all) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 22).map(([folder, count]) => `${short(folder)}: ${count} files`)).toEqual(
      [],
    );
  });

  it('no file is longer than 300 lines without a reason', () => {
    const long = all
      .map((file) => ({ file: short(file), lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
      .filter(({ file, lines }) => lines > 300 && !longFiles.some(({ pattern }) => pattern.test(file)))
      .map(({ file, lines }) => `${file}: ${lines} lines`);
    expect(long).toEqual([]);
  });
});
