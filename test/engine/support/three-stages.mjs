// A small pipeline in a process of its own, to be killed: node three-stages.mjs <file> [<haltBefore>]
// Prints a line for every unit that began or ended. Before the write of that number to the store it prints "halted" and
// hangs for ever.
import pino from 'pino';
import { runStage } from '../../../dist/engine/run-stage.js';
import { openStore } from '../../../dist/store/open-store.js';

const [file, haltBefore] = process.argv.slice(2);
const now = () => '2026-03-09T09:00:00Z';
const writtenBy = { provider: 'scripted' };
const store = await openStore({ kind: 'sqlite', file });
let writes = 0;
const halting =
  (write) =>
  (...values) => {
    if (++writes === Number(haltBefore)) {
      process.stdout.write('halted\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
    return write(...values);
  };
const run = await store.startRun({ command: 'three stages', options: {}, startedAt: now() });
const context = {
  store: {
    ...store,
    startAttempt: halting(store.startAttempt),
    endAttempt: halting(store.endAttempt),
    useAttempt: halting(store.useAttempt),
  },
  author: { identity: () => writtenBy, ask: () => Promise.reject(new Error('Nothing is asked here.')) },
  sandbox: {},
  log: pino({ level: 'silent' }),
  seed: '1',
  concurrency: 3,
  signal: new AbortController().signal,
  run,
  mode: 'run',
  now,
  promptHash: (prompt) => prompt,
  events: (event) => {
    if (event.kind.startsWith('unit-'))
      process.stdout.write(`${event.kind} ${event.status ?? ''} ${event.stage} ${event.subject}\n`);
  },
};

const stage = (name, noun, writes, run) => ({ name, version: 1, noun, writes, works: [], run });

const collect = stage('collect', 'tasks', 'task', async ({ subject, parameters: { number } }, { seed }) => {
  if (number % 5 === 0) return { status: 'rejected', reason: 'every fifth one is' };
  const body = { text: `Task ${number} ${seed.slice(0, 8)}`, source: { file: 'tasks.txt', line: number } };
  return { status: 'done', outputs: [{ kind: 'task', subject, body }] };
});

const infer = stage('infer', 'topics', 'topic', async ({ subject, inputs: [task] }, { seed }) => {
  const body = {
    slug: `topic-${seed.slice(0, 6).replace(/^[0-9]/, 'x')}`.replace(/-([0-9])/, '-x$1'),
    summary: task.body.text,
    introduction: 'x'.repeat(3000),
    domain: 'lending',
    usefulness: 5,
    modelability: 5,
    reason: 'It has records.',
    tasks: [task.body.text],
    writtenBy,
  };
  return { status: 'done', outputs: [{ kind: 'topic', subject, body }] };
});

const judge = stage('judge', 'verdicts', 'verdict', async ({ inputs }) => ({
  status: 'done',
  outputs: inputs.map((topic) => ({
    kind: 'verdict',
    subject: topic.subject,
    body: { text: topic.body.summary, stateful: true, reason: `${inputs.length} topics`, writtenBy },
    from: [topic.hash],
  })),
}));

const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
const tasks = await runStage(
  collect,
  numbers.map((number) => ({ subject: `task/${number}`, inputs: [], parameters: { number } })),
  context,
);
const topics = await runStage(
  infer,
  tasks.outputs.map((task) => ({ subject: task.subject.replace('task', 'topic'), inputs: [task], parameters: {} })),
  context,
);
await runStage(judge, [{ subject: 'all', inputs: topics.outputs, parameters: {} }], context);
await store.endRun(run, { exitCode: 0, endedAt: now() });
await store.close();
