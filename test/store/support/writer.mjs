// Writes units to a store from a process of its own: node writer.mjs <file> <name> <count>
import { openStore } from '../../../dist/store/open-store.js';

const [file, name, count] = process.argv.slice(2);
const at = '2026-03-09T09:00:00Z';
const store = await openStore({ kind: 'sqlite', file });
const run = await store.startRun({ command: name, options: {}, startedAt: at });
for (let number = 1; number <= Number(count); number++) {
  const subject = `${name}/${number}`;
  const attempt = await store.startAttempt({
    run,
    stage: 'collect',
    subject,
    fingerprint: subject,
    parts: {},
    inputs: [],
    startedAt: at,
  });
  const body = { text: `Task ${number}`, source: { file: 'shared.jsonl', line: number } };
  await store.endAttempt(attempt, { status: 'done', outputs: [{ kind: 'task', subject, body }] }, at);
  await store.useAttempt(run, attempt, 'executed');
}
await store.endRun(run, { exitCode: 0, endedAt: at });
await store.close();
