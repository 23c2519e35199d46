import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Failure } from '../../../src/domain/failure.ts';
import type { StoreLocation } from '../../../src/store/location.ts';
import { openStore } from '../../../src/store/open-store.ts';
import type { Attempt, AttemptEnd, Output, Store, StoredArtifact } from '../../../src/store/store.ts';
import { temporaryFolder } from './temporary.ts';

const open: Store[] = [];

afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

/** A store in a file of its own, closed after the test. */
export function temporaryStore(file = join(temporaryFolder(), 'store.sqlite')): Promise<Store> {
  return openUntilTheEnd({ kind: 'sqlite', file });
}

/** A store that is closed after the test. */
export async function openUntilTheEnd(location: StoreLocation): Promise<Store> {
  const store = await openStore(location);
  open.push(store);
  return store;
}

export function task(subject: string, text: string, from?: readonly string[]): Output {
  return { kind: 'task', subject, body: { text, source: { file: 'tasks.jsonl', line: 1 } }, from };
}

export function topic(subject: string, summary: string, from?: readonly string[]): Output {
  const body = {
    slug: 'tool-library',
    summary,
    introduction: 'A library lends tools to its members.',
    domain: 'lending',
    usefulness: 8,
    modelability: 9,
    reason: 'Loans, members and fees are records.',
    tasks: ['Return the drill.'],
    writtenBy: { provider: 'scripted' as const },
  };
  return { kind: 'topic', subject, body, from };
}

/** Why an attempt failed. */
export const failure: Failure = { error: 'bug', stack: 'Error: it broke' };

export const at = '2026-03-09T09:00:00Z';

export function startRun(store: Store): Promise<number> {
  return store.startRun({ command: 'skel', options: { count: 2 }, startedAt: at });
}

export interface Unit {
  readonly run: number;
  readonly stage?: string;
  readonly subject: string;
  readonly inputs?: readonly string[];
  readonly fingerprint?: string;
}

/** Runs one unit as the engine does. */
export async function attempt(
  store: Store,
  unit: Unit,
  end: AttemptEnd,
): Promise<{ id: number; outputs: readonly StoredArtifact[] }> {
  const { run, stage = 'collect', subject, inputs = [], fingerprint = `${stage} ${subject}` } = unit;
  const id = await store.startAttempt({ run, stage, subject, fingerprint, parts: { seed: '1' }, inputs, startedAt: at });
  const outputs = await store.endAttempt(id, end, at);
  await store.useAttempt(run, id, 'executed');
  return { id, outputs };
}

/** An attempt that wrote outputs. */
export function wrote(
  store: Store,
  unit: Unit,
  ...outputs: readonly Output[]
): Promise<{ id: number; outputs: readonly StoredArtifact[] }> {
  return attempt(store, unit, { status: 'done', outputs });
}

/** The only item of a list that must have one. */
export function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`Expected one item, not ${items.length}.`);
  return item;
}

export function subjects(artifacts: readonly (StoredArtifact | Attempt)[]): readonly string[] {
  return artifacts.map((artifact) => artifact.subject);
}
