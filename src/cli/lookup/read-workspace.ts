import { isThere, locationOf } from '../../store/location.ts';
import type { ReadOnlyWorkspace } from '../../workspace/read-only-workspace.ts';
import type { CommandLine } from '../command-line.ts';
import type { ExitCode } from '../exit-codes.ts';

/** Whether anything was ever made in a workspace. Commands that only look do not create one. */
export function isEmptyWorkspace(directory: string): boolean {
  return !isThere(locationOf(directory));
}

/** What to say when there is nothing to look at. */
export function emptyText(directory: string): string {
  return `The workspace "${directory}" is empty. Fill it with "envscaler run", or choose another with --workspace DIR.`;
}

/** Opens the workspace for a command that only looks, so that it leaves no run behind, and closes it whatever happens. */
export async function readWorkspace(
  { flags }: CommandLine,
  read: (workspace: ReadOnlyWorkspace) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { openReadOnly } = await import('../../workspace/read-only-workspace.ts');
  const workspace = await openReadOnly(flags.workspace);
  try {
    return await read(workspace);
  } finally {
    await workspace.sandbox.close();
    await workspace.store.close();
  }
}
