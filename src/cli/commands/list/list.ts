import { UserError } from '../../../base/errors.ts';
import { nearest, suggestion } from '../../../base/nearest.ts';
import { type Kind, kindNames, kinds, shortId } from '../../../domain/kinds.ts';
import { measuredOf } from '../../../figures/measured.ts';
import { listText } from '../../../render/text/list-text.ts';
import type { Store, StoredArtifact } from '../../../store/store.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';

export interface ListOptions {
  readonly allVersions?: boolean;
  /** Of scenarios: how this agent did, in place of their sizes. */
  readonly agent?: string;
}

/** Lists the artifacts of a kind: the current ones, or every version with `--all-versions`. */
export async function list(line: CommandLine, options: ListOptions, name: string): Promise<ExitCode> {
  const kind = kindCalled(name);
  if (options.agent !== undefined && kind !== 'scenario')
    throw new UserError(`--agent tells how an agent did at scenarios: envscaler list scenarios --agent ${options.agent}`);
  if (isEmptyWorkspace(line.flags.workspace)) {
    line.output.result(emptyText(line.flags.workspace));
    return exitCodes.done;
  }
  return readWorkspace(line, async ({ store }) => {
    const artifacts = await store.artifacts(kind, { versions: options.allVersions ? 'all' : 'current' });
    const current = options.allVersions ? new Set((await store.artifacts(kind)).map((artifact) => artifact.hash)) : undefined;
    const measured = options.agent === undefined ? undefined : await measuredOf(store, options.agent);
    const verdicts = kind === 'environment' ? await verdictsByEnvironment(store) : new Map<string, string>();
    const text =
      artifacts.length === 0
        ? `There are no ${kinds[kind].plural} yet. "envscaler run" makes some.`
        : listText(kind, artifacts, { current, measured, verdicts, width: line.output.width });
    line.output.result(
      text,
      ...artifacts.map((artifact) => ({ ...jsonOf(artifact, current), ...(measured?.get(artifact.hash) ?? {}) })),
    );
    return exitCodes.done;
  });
}

/** The kind that a word means, plural or singular. Throws a UserError that offers the nearest. */
function kindCalled(name: string): Kind {
  const found = kindNames.find((kind) => kind === name || kinds[kind].plural === name);
  if (found !== undefined) return found;
  const plurals = kindNames.map((kind) => kinds[kind].plural);
  const hint = nearest(name, plurals) === undefined ? suggestion('', plurals) : suggestion(name, plurals);
  throw new UserError(`Unknown kind "${name}".${hint}`);
}

function jsonOf(artifact: StoredArtifact, current: ReadonlySet<string> | undefined): { event: string; [key: string]: unknown } {
  const { kind, hash, subject, stage, createdAt } = artifact;
  return { event: 'artifact', id: shortId(artifact), kind, hash, subject, stage, createdAt, current: current?.has(hash) ?? true };
}

async function verdictsByEnvironment(store: Store): Promise<Map<string, string>> {
  const all = await store.artifacts('assessment', { versions: 'all' });
  return new Map(all.map((assessment) => [assessment.body.environment, assessment.body.verdict]));
}
