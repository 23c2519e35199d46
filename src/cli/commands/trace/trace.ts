import { UserError } from '../../../base/errors.ts';
import { shortId } from '../../../domain/kinds.ts';
import { lineageText } from '../../../render/text/lineage-text.ts';
import type { Lineage } from '../../../store/store.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { findArtifact } from '../../lookup/find-artifact.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';

/** Shows what an artifact came from, back to the requests it was mined from. Without an id it says how to find one. */
export async function trace(line: CommandLine, id: string | undefined): Promise<ExitCode> {
  if (isEmptyWorkspace(line.flags.workspace)) {
    if (id !== undefined) throw new UserError(`There is nothing called "${id}". ${emptyText(line.flags.workspace)}`);
    line.output.result(emptyText(line.flags.workspace));
    return exitCodes.done;
  }
  if (id === undefined) {
    line.output.result(
      'Give an id or a name, e.g. "envscaler trace traj-1a2b3c4d". "envscaler list trajectories" shows what there is.',
    );
    return exitCodes.done;
  }
  return readWorkspace(line, async ({ store }) => {
    const artifact = await findArtifact(store, id);
    const lineage = await store.lineage(artifact.hash);
    if (!lineage) throw new Error(`${shortId(artifact)} has no lineage`);
    line.output.result(lineageText(lineage, { width: line.output.width, all: line.flags.verbose }), {
      event: 'lineage',
      ...jsonOf(lineage),
    });
    return exitCodes.done;
  });
}

function jsonOf({ artifact, attempt, inputs }: Lineage): Record<string, unknown> {
  const { kind, hash, subject, createdAt } = artifact;
  const made = { stage: attempt.stage, run: attempt.run, attempt: attempt.id, createdAt };
  return { id: shortId(artifact), kind, hash, subject, ...made, inputs: inputs.map(jsonOf) };
}
