import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unlimitedAsking } from '../author/asking.ts';
import { allProcedural } from '../author/assignment.ts';
import type { CommandLine } from '../cli/command-line.ts';
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts';
import { silentLog } from '../cli/log.ts';
import type { Workspace } from '../workspace.ts';

/** Whether anything was ever made in a workspace. Commands that only look do not create one. */
export function isEmptyWorkspace(directory: string): boolean {
  return !existsSync(join(directory, 'envscaler.sqlite'));
}

/** What to say when there is nothing to look at. */
export function emptyText(directory: string): string {
  return `The workspace "${directory}" is empty. Fill it with "envscaler run", or choose another with --workspace DIR.`;
}

/** Opens the workspace for a command that only looks, so that it leaves no run behind, and closes it whatever happens. */
export async function readWorkspace(
  line: CommandLine,
  options: unknown,
  read: (workspace: Workspace) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { openWorkspace } = await import('../workspace.ts');
  const workspace = await openWorkspace({
    directory: line.flags.workspace,
    seed: line.flags.seed,
    assignment: allProcedural,
    player: undefined,
    answers: { kind: 'ask' },
    asking: unlimitedAsking,
    concurrency: 1,
    plan: true,
    command: line.command,
    commandOptions: options,
    events: () => undefined,
    signal: line.interrupt.signal,
    log: silentLog(),
  });
  let code: ExitCode | undefined;
  try {
    code = await read(workspace);
    return code;
  } finally {
    await workspace.close(code ?? exitCodes.someFailed);
  }
}
