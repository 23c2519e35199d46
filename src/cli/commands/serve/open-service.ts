import { availableParallelism } from 'node:os';
import { UserError } from '../../../base/errors.ts';
import type { SplitName } from '../../../domain/dataset.ts';
import { currentArtifacts } from '../../../figures/current-artifacts.ts';
import type { AskContext } from '../../../generation/author.ts';
import { type Catalogue, createCatalogue, type ServedRow } from '../../../serving/catalogue/catalogue.ts';
import { chooseRows } from '../../../serving/catalogue/choose-rows.ts';
import { rowsOfWorkspace } from '../../../serving/catalogue/rows-of-workspace.ts';
import type { EpisodeEvents } from '../../../serving/episodes/episode.ts';
import type { RewardWish } from '../../../serving/episodes/outcome.ts';
import { createService, type Service } from '../../../serving/service.ts';
import { systemMessage } from '../../../stages/rollouts/session/system-message.ts';
import { simulatedUser } from '../../../stages/rollouts/user/user.ts';
import { openReadOnly, type ReadOnlyWorkspace } from '../../../workspace/read-only-workspace.ts';
import type { CommandLine } from '../../command-line.ts';
import { emptyText, isEmptyWorkspace } from '../../lookup/read-workspace.ts';
import { toolVersion } from '../../version.ts';

/** What is to be served. */
export interface SourceOptions {
  readonly env?: readonly string[] | undefined;
  readonly split?: SplitName | undefined;
  /** A bundle; without it the workspace. */
  readonly from?: string | undefined;
}

export interface EpisodeOptions {
  readonly maxSessions: number;
  readonly idleMs: number;
  readonly wish: RewardWish;
  readonly events: EpisodeEvents;
}

/** A service over a workspace or a bundle, for as long as the work takes. */
export async function withService<Result>(
  line: CommandLine,
  options: SourceOptions & EpisodeOptions,
  work: (service: Service) => Promise<Result>,
): Promise<Result> {
  const { from } = options;
  if (from === undefined && isEmptyWorkspace(line.flags.workspace))
    throw new UserError(`There is nothing to serve. ${emptyText(line.flags.workspace)} Or serve a bundle with --from FOLDER.`);
  const processes = line.flags.concurrency ?? Math.max(1, Math.min(4, availableParallelism() - 1));
  const workspace = await openReadOnly(
    line.flags.workspace,
    from === undefined ? { processes } : { location: { kind: 'memory' }, processes },
  );
  try {
    const catalogue = createCatalogue(
      chooseRows(await rowsOf(workspace, from), { environments: options.env, split: options.split }),
    );
    return await work(await serviceOf(line, { workspace, catalogue, options }));
  } finally {
    await workspace.sandbox.close();
    await workspace.store.close();
  }
}

async function rowsOf({ store, prompts }: ReadOnlyWorkspace, from: string | undefined): Promise<readonly ServedRow[]> {
  if (from === undefined)
    return rowsOfWorkspace(await currentArtifacts(store), (environment, scenario) =>
      systemMessage(prompts, environment, scenario),
    );
  const { readBundle } = await import('../../../serving/catalogue/read-bundle.ts');
  return readBundle(from);
}

interface Parts {
  readonly workspace: ReadOnlyWorkspace;
  readonly catalogue: Catalogue;
  readonly options: EpisodeOptions;
}

async function serviceOf(line: CommandLine, { workspace, catalogue, options }: Parts): Promise<Service> {
  const author = await workspace.embeddedAuthor();
  const { maxSessions, idleMs, wish, events } = options;
  return createService({
    catalogue,
    sandbox: workspace.sandbox,
    userOf({ body }) {
      const asked: AskContext = { seed: body.seed, signal: line.interrupt.signal, attempt: undefined };
      return simulatedUser(body, (request, input) => author.ask(request, input, asked), 'scripted');
    },
    wish,
    maxSessions,
    idleMs,
    events,
    version: toolVersion().version,
    now: () => performance.now(),
  });
}
