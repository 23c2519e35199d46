import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { openStore } from '../../src/store/open-store.ts';
import { initial } from '../../src/store/sqlite/migrations/0001-initial.ts';
import { ledger } from '../../src/store/sqlite/migrations/0002-ledger.ts';
import { batch } from '../../src/store/sqlite/migrations/0003-batch.ts';
import { prices } from '../../src/store/sqlite/migrations/0004-prices.ts';
import { openDatabase } from '../../src/store/sqlite/sqlite-driver.ts';
import { temporaryFolder } from './support/temporary.ts';
import { startRun, task, temporaryStore, wrote } from './support/writing.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function refusal(file: string): Promise<string> {
  const error: unknown = await openStore({ kind: 'sqlite', file }).catch((problem: unknown) => problem);
  expect(error).toBeInstanceOf(UserError);
  return error instanceof UserError ? error.message : '';
}

/** The tables and indexes of a file, which migrations it lists, and its format version. */
async function formOf(file: string): Promise<unknown> {
  const connection = await openDatabase(file);
  try {
    return {
      tables: connection.prepare("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'kysely%' ORDER BY name").all(),
      migrations: connection.prepare('SELECT name FROM kysely_migration ORDER BY name').all(),
      version: connection.pragma('user_version', { simple: true }),
    };
  } finally {
    connection.close();
  }
}

/** Runs SQL on a file as another program would. */
async function alter(file: string, sql: string): Promise<void> {
  const connection = await openDatabase(file);
  connection.exec(sql);
  connection.close();
}

describe('a store file', () => {
  it('of a newer program is refused with both versions, and stays as it is', async () => {
    const file = join(temporaryFolder(), 'store.sqlite');
    await (await openStore({ kind: 'sqlite', file })).close();
    await alter(file, 'PRAGMA user_version = 7');
    const before = readFileSync(file);
    const message = await refusal(file);
    expect(message).toContain(`"${file}" has format version 7`);
    expect(message).toContain('knows format versions up to 4');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it.each([
    ['text', Buffer.from('These are my notes.\n'.repeat(100))],
    ['binary rubbish', Buffer.alloc(9000, 0xa7)],
  ])('that holds %s is refused and stays as it is', async (_, bytes) => {
    const file = join(temporaryFolder(), 'notes');
    writeFileSync(file, bytes);
    expect(await refusal(file)).toContain(`"${file}" is not a SQLite database. It was left as it is`);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('that belongs to another program is refused and stays as it is', async () => {
    const file = join(temporaryFolder(), 'other.sqlite');
    await alter(file, 'CREATE TABLE bookmark (url TEXT)');
    const before = readFileSync(file);
    expect(await refusal(file)).toContain(`"${file}" is a database of another program`);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('that is damaged is reported when the damage is met', async () => {
    const file = join(temporaryFolder(), 'store.sqlite');
    const store = await openStore({ kind: 'sqlite', file });
    const run = await startRun(store);
    for (let number = 0; number < 200; number++)
      await wrote(store, { run, subject: `${number}` }, task(`${number}`, 'x'.repeat(500 + number)));
    await store.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0x5a, 4096));
    const error: unknown = await temporaryStore(file)
      .then((damaged) => damaged.artifacts('task'))
      .catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(/is damaged .* It was left as it is/);
  });

  it('cannot be a folder, nor lie inside of a file', async () => {
    const folder = temporaryFolder();
    expect(await refusal(folder)).toContain(`"${folder}" cannot be opened`);
    writeFileSync(join(folder, 'file'), 'x');
    expect(await refusal(join(folder, 'file', 'store.sqlite'))).toContain('cannot be opened');
  });

  it('that is empty becomes a store', async () => {
    const file = join(temporaryFolder(), 'store.sqlite');
    writeFileSync(file, '');
    expect(await (await temporaryStore(file)).runs()).toEqual([]);
  });

  it('of format version 1 is brought forward with all its calls, what was not kept then being unknown', async () => {
    const file = join(temporaryFolder(), 'store.sqlite');
    const answer = JSON.stringify('{"choices":[]}');
    await alter(
      file,
      `${initial}
      PRAGMA application_id = ${0x656e7673};
      PRAGMA user_version = 1;
      INSERT INTO run (command, options_json, started_at) VALUES ('skel', '{}', '2026-03-09T09:00:00Z');
      INSERT INTO attempt (run, stage, subject, fingerprint, parts_json, status, started_at)
        VALUES (1, 'write', 'orders', 'f', '{}', 'running', '2026-03-09T09:00:00Z');
      INSERT INTO call (request, attempt, work, author_json, request_json, endpoint, response_json, input_tokens, started_at, duration_ms)
        VALUES ('r', 1, 'write-code', '{"provider":"openai","model":"m"}', '{}', 'http://a/v1', '${answer}', 12, '2026-03-09T09:00:00Z', 5);`,
    );
    const store = await temporaryStore(file);
    expect(await store.storedCall('r')).toMatchObject({ outcome: 'answered', inputTokens: 12, responseBody: '{"choices":[]}' });
    expect(await store.ledger()).toMatchObject([
      {
        run: 1,
        stage: 'write',
        subject: 'orders',
        calls: 1,
        cachedTokens: { sum: 0, unknown: 1 },
        charged: { calls: 0 },
      },
    ]);
    await store.saveWorkingStep('http://a/v1', 'm', 'text');
    expect(await store.workingStep('http://a/v1', 'm')).toBe('text');
  });

  it.each([1, 2, 3, 4])('of format version %i, from before Kysely kept the list, runs only what is missing', async (version) => {
    const file = join(temporaryFolder(), 'store.sqlite');
    await alter(
      file,
      `${[initial, ledger, batch, prices].slice(0, version).join('')}
      PRAGMA application_id = ${0x656e7673};
      PRAGMA user_version = ${version};
      INSERT INTO run (command, options_json, started_at) VALUES ('skel', '{"count":3}', '2026-03-09T09:00:00Z');`,
    );
    const store = await openStore({ kind: 'sqlite', file });
    expect(await store.runs()).toMatchObject([{ command: 'skel', options: { count: 3 } }]);
    expect((await wrote(store, { run: 1, subject: 'a' }, task('a', 'One'))).outputs).toHaveLength(1);
    await store.close();

    // What became of it is what a new file is.
    const fresh = join(temporaryFolder(), 'store.sqlite');
    await (await openStore({ kind: 'sqlite', file: fresh })).close();
    expect(await formOf(file)).toEqual(await formOf(fresh));
  });

  it('whose failures were stored before evidence had types shows them', async () => {
    const file = join(temporaryFolder(), 'store.sqlite');
    const evidence = {
      error: 'boundary',
      boundary: 'author',
      evidence: { work: 'judge-tasks', failure: 'transient', tries: ['503'] },
    };
    await alter(
      file,
      `${[initial, ledger, batch, prices].join('')}
      PRAGMA application_id = ${0x656e7673};
      PRAGMA user_version = 4;
      INSERT INTO run (command, options_json, started_at) VALUES ('skel', '{}', '2026-03-09T09:00:00Z');
      INSERT INTO attempt (run, stage, subject, fingerprint, parts_json, status, reason, evidence_json, started_at, ended_at) VALUES
        (1, 'judge', 'a', 'a', '{}', 'failed', 'no answer', '${JSON.stringify(evidence)}', '2026-03-09T09:00:00Z', '2026-03-09T09:00:01Z'),
        (1, 'judge', 'b', 'b', '{}', 'rejected', 'too plain', '{"grade":2}', '2026-03-09T09:00:00Z', '2026-03-09T09:00:01Z');`,
    );
    expect(await (await temporaryStore(file)).attempts()).toMatchObject([
      { subject: 'a', reason: 'no answer', evidence: undefined, failure: { error: 'untyped', about: 'model-call', evidence } },
      { subject: 'b', reason: 'too plain', evidence: { grade: 2 }, failure: undefined },
    ]);
  });

  it('that was killed between being claimed and being migrated is migrated by the next opening', async () => {
    const file = join(temporaryFolder(), 'store.sqlite');
    await alter(
      file,
      `PRAGMA application_id = ${0x656e7673};
      CREATE TABLE kysely_migration (name varchar(255) NOT NULL PRIMARY KEY, timestamp varchar(255) NOT NULL);`,
    );
    expect(await (await temporaryStore(file)).runs()).toEqual([]);
  });

  it('is opened after the clock was set back', async () => {
    const file = join(temporaryFolder(), 'store.sqlite');
    await (await openStore({ kind: 'sqlite', file })).close();
    await alter(
      file,
      `UPDATE kysely_migration SET timestamp = '2001-01-01T00:00:00.000Z' WHERE name = '0003-batch';
      DELETE FROM kysely_migration WHERE name = '0004-prices';
      PRAGMA user_version = 3;
      ALTER TABLE call DROP COLUMN in_batch;
      ALTER TABLE call ADD COLUMN cost_usd REAL;`,
    );
    expect(await (await temporaryStore(file)).calls()).toEqual([]);
  });

  it('is migrated once and opens again without being written', async () => {
    const file = join(temporaryFolder(), 'store.sqlite');
    await (await openStore({ kind: 'sqlite', file })).close();
    const before = readFileSync(file);
    await (await openStore({ kind: 'sqlite', file })).close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

it('an installation without SQLite says which package is missing and what to do', () => {
  // A copy of the built program that sees every package but SQLite.
  const copy = temporaryFolder();
  cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true });
  writeFileSync(join(copy, 'package.json'), '{"type":"module"}');
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.') && !name.startsWith('better-sqlite3'))
      symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  }
  const script =
    "const { openStore } = await import('./dist/store/open-store.js'); await openStore({ kind: 'sqlite', file: 'x.sqlite' });";
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: copy, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /UserError: SQLite could not be loaded: the package "better-sqlite3(-node20)?", which Node [\d.]+ needs/,
  );
  expect(stderr).toContain('npm install --include=optional');
  expect(readdirSync(copy)).not.toContain('x.sqlite');
});
