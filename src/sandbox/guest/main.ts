import type { Answer } from '../protocol.ts';
import { createBudget } from './budget.ts';
import { createHost, type HostLimits } from './host.ts';
import { isRequest } from './is-request.ts';
import { linesOfInput, writeLine } from './pipes.ts';
import { lockDown } from './ses.ts';
import { describeThrown } from './thrown.ts';

/**
 * The sandbox process: reads one request per line, answers each with one line before it looks at the next. Ends when its
 * input ends. It never returns to an event loop, so promises of generated code come to nothing. Arguments: the file of SES,
 * the number of steps each call of generated code has, and the MB that a state may take.
 */
function main(sesFile: string, limits: HostLimits): void {
  lockDown(sesFile);
  const answer = createHost(createBudget(), limits);
  const say = (line: Answer): void => writeLine(JSON.stringify(line));
  say({ ready: true });
  for (const line of linesOfInput()) say(respond(answer, line));
}

function respond(answer: ReturnType<typeof createHost>, line: string): Answer {
  try {
    const request: unknown = JSON.parse(line);
    if (!isRequest(request)) throw new TypeError('This is no request.');
    return { ok: answer(request) };
  } catch (error) {
    return { problem: describeThrown(error).text };
  }
}

main(process.argv[2] ?? '', { steps: Number(process.argv[3]), stateSize: Number(process.argv[4]) * 1024 * 1024 });
