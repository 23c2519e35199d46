// How long an answer is read, by its size: responses of up to 8 MB of the shapes that make careless readers slow. Time has to grow with
// size and no faster. Run with: npm run bench:answers
import { availableParallelism, loadavg } from 'node:os';
import { readResponse } from '../../dist/generation/endpoint/completion.js';
import { extractObject } from '../../dist/generation/endpoint/extract.js';
import { redactor } from '../../dist/generation/endpoint/redact.js';
import { callsInText } from '../../dist/generation/endpoint/response/calls-in-text.js';

const megabytes = [1, 2, 4, 8];
const redact = redactor(['sk-bench-0123456789abcdef']);
const offered = new Set(['look']);

const fill = (piece, bytes) => piece.repeat(Math.ceil(bytes / piece.length));
const answer = (content) => JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] });
const event = (delta) => `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;

const shapes = {
  'opening braces': (bytes) => answer(fill('{', bytes)),
  'braces in pairs': (bytes) => answer(fill('{}', bytes)),
  'line ends': (bytes) => answer(fill('\n', bytes / 2)),
  quotes: (bytes) => answer(fill('{"', bytes / 2)),
  fences: (bytes) => answer(fill('```json\n', bytes)),
  'open calls': (bytes) => answer(fill('<tool_call>{"name": "look", "arguments": {', bytes)),
  'events of a text': (bytes) => `${fill(event({ content: 'word ' }), bytes)}data: [DONE]\n\n`,
  'events of calls': (bytes) => {
    const parts = Math.ceil(
      bytes / event({ tool_calls: [{ index: 100_000, function: { name: 'look', arguments: '{}' } }] }).length,
    );
    const call = (index) => event({ tool_calls: [{ index, function: { name: 'look', arguments: '{}' } }] });
    return `${Array.from({ length: parts }, (_, index) => call(index)).join('')}data: [DONE]\n\n`;
  },
  'no answer at all': (bytes) => fill('<p>', bytes),
};

function read(raw) {
  const answer = readResponse(redact(raw), false);
  if (answer.kind !== 'completion') return;
  extractObject(answer.completion.content);
  callsInText(answer.completion.content, offered);
}

process.stdout.write(
  `Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}; milliseconds of processor time to read an answer of\n`,
);
process.stdout.write(`${''.padEnd(20)}${megabytes.map((size) => `${size} MB`.padStart(9)).join('')}   8 MB against 1 MB\n`);
let worst = 0;
for (const [name, shape] of Object.entries(shapes)) {
  read(shape(100_000));
  const times = megabytes.map((size) => {
    const raw = shape(size * 1e6);
    const before = process.cpuUsage();
    read(raw);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  const growth = times.at(-1) / Math.max(times[0], 20);
  worst = Math.max(worst, growth);
  process.stdout.write(
    `${name.padEnd(20)}${times.map((ms) => ms.toFixed(0).padStart(9)).join('')}   ${growth.toFixed(1)} times\n`,
  );
}
// Eight times the size may take eight times as long; a load beside it and the collection of garbage are no more than double that.
if (worst > 24) {
  process.stdout.write('Something grows faster than its size.\n');
  process.exitCode = 1;
}
