import { UserError } from '../../../base/errors.ts';
import { acceptedEnvironments } from '../../../domain/environment/accepted.ts';
import { currentArtifacts } from '../../../figures/current-artifacts.ts';
import { writingModels } from '../../../generation/assignment.ts';
import { workNames } from '../../../generation/author.ts';
import { redactor } from '../../../generation/endpoint/redact.ts';
import { type BatchFile, readBatchResults, writeBatchFiles } from '../../../generation/recording/batch-file.ts';
import type { PendingRequest } from '../../../generation/recording/pending-requests.ts';
import type { ScenarioYield } from '../../../pipeline/scenario-yield.ts';
import { countOf } from '../../../render/text/amounts.ts';
import { wrappedTable } from '../../../render/text/layout.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { CommandLine } from '../../command-line.ts';
import { chooseAuthors } from '../../config/author-choice.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';
import { choiceSources, configuredKeys } from '../run/authors.ts';
import { reportOn } from '../run/report-on.ts';
import { runPipeline, type WorkEnd } from '../run/run-pipeline.ts';
import { type Imported, importBatchResults } from './import-batch.ts';

export interface BatchExportOptions {
  readonly to?: string;
  readonly tasks?: readonly string[];
  readonly count: number;
  readonly scenarios: number;
}

/**
 * Does everything that the answers so far allow, and writes the requests that are ready now as batch files. Nothing is sent;
 * importing the results and exporting again is the next wave.
 */
export async function batchExport(line: CommandLine, options: BatchExportOptions): Promise<ExitCode> {
  const { to } = options;
  if (to === undefined) throw new UserError('Say where the requests go: --to FILE.');
  refuse(line, 'record');
  refuse(line, 'replay');
  const pending = new Map<string, PendingRequest>();
  let yields: readonly ScenarioYield[] = [];
  const answers = { kind: 'collect' as const, note: (request: PendingRequest) => void pending.set(request.hash, request) };
  if (writingModels(chooseAuthors(choiceSources(line, answers)).assignment).length === 0) {
    throw new UserError(
      'No model writes anything here, so that there is nothing to ask. Use --author openai --model NAME, or assign models in envscaler.config.yaml.',
    );
  }
  return runPipeline(line, {
    options,
    writer: 'author',
    answers,
    async work(workspace) {
      const { yields: made = [], ...end } = await makeWhatIsAnswered(workspace, options);
      yields = made;
      return end;
    },
    async report(workspace) {
      const requests = inOrder([...pending.values()]);
      if (requests.length === 0) {
        await reportOn(line, workspace, { what: ['environments'], yields });
        line.output.note('No request waits for an answer, so that no batch file was written: everything is made.');
        line.output.event({ event: 'batch-export', requests: 0, files: [] });
        return;
      }
      const files = writeBatchFiles(to, requests);
      const again = await noteExported(workspace, requests);
      line.output.result(exportText(files, { again, width: line.output.width }), {
        event: 'batch-export',
        requests: requests.length,
        exportedBefore: again,
        files,
      });
    },
  });
}

function refuse(line: CommandLine, flag: 'record' | 'replay'): void {
  if (line.flags[flag] !== undefined)
    throw new UserError(
      `--${flag} has no meaning for a batch: nothing is asked here, and the answers come with "envscaler batch import".`,
    );
}

/** Environments and, in those that are accepted, scenarios. Rollouts are not made in batches: every turn would be one. */
async function makeWhatIsAnswered(
  workspace: Workspace,
  options: BatchExportOptions,
): Promise<WorkEnd & { readonly yields?: readonly ScenarioYield[] }> {
  const { buildEnvironments } = await import('../../../pipeline/build-environments.ts');
  const { makeScenarios } = await import('../../../pipeline/make-scenarios.ts');
  const { shippedTasks } = await import('../../../workspace/workspace.ts');
  const built = await buildEnvironments(workspace, { tasks: options.tasks ?? [shippedTasks], count: options.count });
  const accepted = acceptedEnvironments(await currentArtifacts(workspace.store));
  if (built.interrupted || accepted.length === 0) return built;
  const made = await makeScenarios(workspace, { environments: [], count: options.scenarios, difficulty: 'mixed' });
  return { ...made, failed: built.failed + made.failed };
}

/** By kind of work, and then by hash: the same whatever order the units ran in. */
function inOrder(requests: readonly PendingRequest[]): readonly PendingRequest[] {
  const works: readonly string[] = workNames;
  const place = (request: PendingRequest): number => works.indexOf(request.work);
  return [...requests].sort((left, right) => place(left) - place(right) || (left.hash < right.hash ? -1 : 1));
}

/** Notes what was written, so that results can be told by their ids. Returns how many were exported before. */
async function noteExported({ store, engine }: Workspace, requests: readonly PendingRequest[]): Promise<number> {
  let again = 0;
  for (const { hash, attempt, work, identity, endpoint, body } of requests) {
    const known = await store.batchRequest(hash);
    if (known) again++;
    await store.saveBatchRequest({
      request: hash,
      attempt,
      work,
      author: identity,
      endpoint,
      requestBody: body,
      exportedAt: engine.now(),
      error: known?.error,
    });
  }
  return again;
}

function exportText(files: readonly BatchFile[], { again, width }: { again: number; width: number }): string {
  const requests = files.reduce((sum, file) => sum + file.requests, 0);
  const rows = files.map((file) => [
    `  ${file.file}`,
    String(file.requests),
    `${(file.bytes / 1e6).toFixed(1)} MB`,
    file.model,
    file.endpoint,
  ]);
  return [
    `${countOf(requests, 'requests')} wait for an answer${again > 0 ? `; ${again} of them were exported before` : ''}.`,
    wrappedTable(['  file', 'requests', 'size', 'model', 'endpoint'], rows, width),
    'Have them answered, then: envscaler batch import FILE, and export again for what comes next.',
  ].join('\n');
}

/** Takes in the results of batches, in any order and any number of times. */
export async function batchImport(line: CommandLine, files: readonly string[]): Promise<ExitCode> {
  if (files.length === 0) throw new UserError('Name the file with the results: envscaler batch import FILE.');
  if (isEmptyWorkspace(line.flags.workspace))
    throw new UserError(`No request was exported from here. ${emptyText(line.flags.workspace)}`);
  return readWorkspace(line, async ({ store }) => {
    const redact = redactor(configuredKeys(line));
    let code: ExitCode = exitCodes.done;
    for (const file of files) {
      const imported = await importBatchResults(readBatchResults(file), {
        store,
        redact,
        now: () => new Date(),
      });
      const isClean = imported.errors.length + imported.strangers + imported.malformed.length === 0;
      if (!isClean) code = exitCodes.someFailed;
      line.output.result(importText(file, imported), { event: 'batch-import', file, ...imported });
    }
    return code;
  });
}

/** Of many problems so many are shown. */
const shownProblems = 5;

function importText(file: string, { answers, known, errors, strangers, malformed }: Imported): string {
  const shown = [
    ...malformed.map(({ line, message }) => `  line ${line} was skipped: ${message}`),
    ...errors.map(({ request, message }) => `  ${request.slice(0, 16)}: ${message}`),
  ];
  const rest = shown.length - shownProblems;
  return [
    `${file}: ${countOf(answers, 'answers')} taken in${known > 0 ? `, ${known} were here already` : ''}.`,
    ...(errors.length > 0
      ? [`${countOf(errors.length, 'requests')} came back with an error; the next export has them again where that can help.`]
      : []),
    ...(strangers > 0 ? [`${countOf(strangers, 'lines')} belong to no request that was exported from this workspace.`] : []),
    ...shown.slice(0, shownProblems),
    ...(rest > 0 ? [`  and ${rest} more; --json shows them`] : []),
    'Go on with: envscaler batch export --to FILE',
  ].join('\n');
}
