import { kindNames } from '../../../domain/kinds.ts';
import { statusOf } from '../../../figures/status.ts';
import { statusText } from '../../../render/text/figures/status-text.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';

/** Shows what a workspace holds, what went wrong in it, and what to do next. */
export async function status(line: CommandLine): Promise<ExitCode> {
  const { workspace: directory } = line.flags;
  if (isEmptyWorkspace(directory)) {
    line.output.result(emptyText(directory), { event: 'status', workspace: directory, empty: true });
    return exitCodes.done;
  }
  return readWorkspace(line, async ({ store }) => {
    const seen = await statusOf(store);
    const text = statusText(seen, directory, { width: line.output.width, all: line.flags.verbose });
    line.output.result(text, {
      event: 'status',
      workspace: directory,
      empty: false,
      counts: Object.fromEntries(kindNames.map((kind) => [kind, seen.counts[kind]])),
      accepted: seen.accepted,
      certified: seen.certified,
      usable: seen.usable,
      failed: seen.failed.length,
      rejected: seen.rejected.length,
      lastRun: seen.lastRun,
    });
    return exitCodes.done;
  });
}
