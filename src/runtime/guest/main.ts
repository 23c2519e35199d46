import { isObject } from '../../base/json.ts';
import type { Answer, Request } from '../protocol.ts';
import { createBudget } from './budget.ts';
import { createHost } from './host.ts';
import { lockDown } from './ses.ts';
import { describeThrown } from './thrown.ts';

/**
 * The sandbox process: reads one request per line, answers each with one line before it looks at the next. Ends when its
 * input ends. Arguments: the file of SES, and the number of steps each call of generated code has.
 */
function main(sesFile: string, steps: number): void {
  const input = process.stdin;
  const output = process.stdout;
  // Promises of generated code die at their next step; nobody waits for them.
  process.on('unhandledRejection', () => {});
  lockDown(sesFile);
  const answer = createHost(createBudget(), steps);
  const say = (line: Answer): void => {
    output.write(`${JSON.stringify(line)}\n`);
  };

  let partial = '';
  input.setEncoding('utf8');
  input.on('data', (chunk: string) => {
    const lines = (partial + chunk).split('\n');
    partial = lines.pop() ?? '';
    for (const line of lines) say(respond(answer, line));
  });
  input.on('end', () => process.exit(0));
  say({ ready: true });
}

function respond(answer: ReturnType<typeof createHost>, line: string): Answer {
  try {
    const request: unknown = JSON.parse(line);
    if (!isObject(request)) throw new TypeError('A request must be an object.');
    // The supervisor is this project's own and sends nothing but requests.
    return { ok: answer(request as unknown as Request) };
  } catch (error) {
    return { problem: describeThrown(error).text };
  }
}

main(process.argv[2] ?? '', Number(process.argv[3]));
