import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

/** What each room may import besides itself. `main` stands for the files directly in src/. */
const allowed: Record<string, readonly string[]> = {
  base: [],
  domain: ['base'],
  store: ['domain', 'base'],
  author: ['store', 'domain', 'base'],
  runtime: ['domain', 'base'],
  procedural: ['author', 'domain', 'base'],
  pipeline: ['author', 'runtime', 'store', 'domain', 'base'],
  topics: ['pipeline', 'author', 'runtime', 'store', 'domain', 'base'],
  skeletons: ['pipeline', 'author', 'runtime', 'store', 'domain', 'base'],
  assessment: ['pipeline', 'author', 'runtime', 'store', 'domain', 'base'],
  scenarios: ['pipeline', 'author', 'runtime', 'store', 'domain', 'base'],
  rollouts: ['pipeline', 'author', 'runtime', 'store', 'domain', 'base'],
  exports: ['runtime', 'store', 'domain', 'base'],
  cli: ['pipeline', 'author', 'runtime', 'store', 'domain', 'base'],
};

/** Rooms that may import anything below them: the composition root, the stage list, the commands. */
const freeRooms = ['main', 'commands'];

/** Where each package is at home (zod is everywhere). */
const homes: Record<string, readonly string[]> = {
  commander: ['main', 'commands', 'cli'],
  openai: ['author'],
  liquidjs: ['author'],
  jsonrepair: ['author'],
  'better-sqlite3': ['store'],
  'better-sqlite3-node20': ['store'],
  kysely: ['store'],
  'p-limit': ['base'],
  // Its type is the log that stages are handed; the logger itself is made in cli.
  pino: ['cli', 'pipeline', 'main'],
  'pino-pretty': ['cli'],
  typescript: ['runtime'],
  'ts-blank-space': ['runtime'],
  'magic-string': ['runtime'],
  ajv: ['runtime'],
  ses: ['runtime'],
  'fast-check': ['assessment'],
  yaml: ['procedural', 'exports', 'cli', 'author'],
  picocolors: ['cli', 'commands'],
  'hyparquet-writer': ['exports'],
  zod: ['*'],
};

/** Files that may have more than 300 lines, each kind with its reason. */
const longFiles: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: /^src\/procedural\/domains\/[a-z-]+-moves\.ts$/,
    reason: 'a catalogue: one short function per thing people ask for',
  },
  {
    pattern: /^src\/procedural\/expectations\/[a-z-]+\.ts$/,
    reason: 'a catalogue: one short declaration per operation of a domain',
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
  const [first = '', ...rest] = relative(src, file).split('/');
  return rest.length === 0 ? 'main' : first;
}

function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => ({ file, room: roomOf(file), target: fileName }));
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
      .map(({ file, room, target }) => ({ file, room, name: target.startsWith('@') ? target : (target.split('/')[0] ?? target) }))
      .filter(({ room, name }) => !homes[name]?.some((home) => home === room || home === '*'))
      .map(({ file, room, name }) => `${short(file)}: ${name} is not at home in ${room}`);
    expect(wrong).toEqual([]);
  });

  it('stage rooms touch neither console, process, files nor the clock', () => {
    const stageRooms = ['topics', 'skeletons', 'assessment', 'scenarios', 'rollouts'];
    const forbidden = /\bconsole\.|\bprocess\.(?!hrtime)|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\./;
    const wrong = all
      .filter((file) => stageRooms.includes(roomOf(file)))
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

  it('no file is longer than 300 lines without a reason', () => {
    const long = all
      .map((file) => ({ file: short(file), lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
      .filter(({ file, lines }) => lines > 300 && !longFiles.some(({ pattern }) => pattern.test(file)))
      .map(({ file, lines }) => `${file}: ${lines} lines`);
    expect(long).toEqual([]);
  });
});
