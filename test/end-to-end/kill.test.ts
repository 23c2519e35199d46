import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { envscaler, type Finished, start } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { preparedWorkspace, smallRun } from '../support/prepared-workspace.ts';
import { hashesIn } from '../support/stored.ts';

const [command = []] = smallRun;

const event = z.looseObject({ event: z.string(), stage: z.string().optional(), status: z.string().optional() });

/** What a run with --json has told so far; the last line may be cut off. */
function eventsIn(stdout: string): z.infer<typeof event>[] {
  const lines = stdout.slice(0, stdout.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => event.parse(JSON.parse(line)));
}

/** How many units of a stage have begun and not ended. What was finished before does not begin. */
function inFlight(stdout: string, stage: string): number {
  const ofStage = eventsIn(stdout).filter((each) => each.stage === stage);
  const begun = ofStage.filter((each) => each.event === 'unit-start').length;
  return begun - ofStage.filter((each) => each.event === 'unit-end' && each.status !== 'cached').length;
}

/** Runs the command and sends it a signal as soon as a unit of a stage has begun; resolves when the process has ended. */
async function stoppedDuring(stage: string, signal: NodeJS.Signals, cwd: string): Promise<Finished> {
  const { child, finished } = start([...command, '--json'], { cwd });
  let stdout = '';
  child.stdout?.on('data', (text: string) => {
    stdout += text;
    if (!child.killed && inFlight(stdout, stage) > 0) child.kill(signal);
  });
  return finished;
}

describe('a killed run', () => {
  it('goes on with the same command and ends with the artifacts of an undisturbed one', { timeout: 300_000 }, async () => {
    const killed = temporaryFolder();
    for (const stage of ['write', 'assess', 'scenario']) {
      const { signal, stdout } = await stoppedDuring(stage, 'SIGKILL', killed);
      expect(signal).toBe('SIGKILL');
      expect([stage, inFlight(stdout, stage)]).toEqual([stage, expect.toSatisfy((count: number) => count > 0)]);
    }
    const resumed = await envscaler([...command, '--json'], { cwd: killed });
    expect(resumed.code, resumed.stderr).toBe(0);
    // What was finished before the kills was not done again, and what was in flight was.
    const ends = eventsIn(resumed.stdout).filter((each) => each.event === 'unit-end');
    expect(new Set(ends.filter(({ stage }) => stage === 'write' || stage === 'assess').map(({ status }) => status))).toEqual(
      new Set(['cached']),
    );
    expect(ends.filter(({ stage }) => stage === 'scenario').map(({ status }) => status)).toContain('done');
    const undisturbed = await preparedWorkspace(smallRun);
    expect(await hashesIn(killed)).toEqual(await hashesIn(undisturbed.cwd));
  });

  it('says after Ctrl-C how to go on, with exit code 130', { timeout: 300_000 }, async () => {
    const cwd = temporaryFolder();
    const { code, stderr, stdout } = await stoppedDuring('assess', 'SIGINT', cwd);
    expect(stderr).toContain('go on with: envscaler run --count 1 --scenarios 2');
    expect(code).toBe(130);
    // The run ended before its work did.
    expect(eventsIn(stdout).filter(({ stage }) => stage === 'scenario')).toEqual([]);
    expect((await envscaler(command, { cwd })).code).toBe(0);
  });
});
