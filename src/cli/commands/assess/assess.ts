import { UserError } from '../../../base/errors.ts';
import { inputsOf, shortId } from '../../../domain/kinds.ts';
import { assessmentOf } from '../../../figures/assessment-of.ts';
import { dashboardHtml } from '../../../render/html/assessment-html.ts';
import { assessmentText } from '../../../render/text/assessment-text.ts';
import type { Lineage, Store, StoredArtifact } from '../../../store/store.ts';
import type { ReadOnlyWorkspace } from '../../../workspace/read-only-workspace.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { findOfKind } from '../../lookup/find-artifact.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';
import type { AskingFlags } from '../../options/asking-flags.ts';
import { writePage } from '../../terminal/write-page.ts';
import { runPipeline, type WorkEnd } from '../run/run-pipeline.ts';
import { findingCalled, replayFinding } from './replay-finding.ts';

export interface AssessOptions extends AskingFlags {
  /** Number of a finding, or the seed of its counterexample. */
  readonly replay?: string;
  readonly rounds?: number;
  readonly html?: string;
  readonly again?: boolean;
}

/**
 * The assessment of an environment as a dashboard. Assesses only where there is none yet, with other rounds than before, or
 * when asked to do it again; what is shown is otherwise what is stored.
 */
export async function assess(given: CommandLine, typed: AssessOptions, id: string): Promise<ExitCode> {
  // Here --replay means a finding, also where the parser takes it for the flag of the same name that all commands have.
  const { replay: flag, ...flags } = given.flags;
  const line = { ...given, flags };
  const options = flag === undefined ? typed : { ...typed, replay: flag };
  if (isEmptyWorkspace(line.flags.workspace))
    throw new UserError(`There is no environment "${id}". ${emptyText(line.flags.workspace)}`);
  let isNeeded = options.again === true || options.rounds !== undefined;
  const look = async ({ store }: ReadOnlyWorkspace): Promise<ExitCode> => {
    const environment = await findOfKind(store, 'environment', id);
    isNeeded ||= (await assessmentOf(store, environment.hash)) === undefined;
    return exitCodes.done;
  };
  await readWorkspace(line, look);
  if (!isNeeded)
    return readWorkspace(line, async (workspace) => {
      await tell(line, options, workspace, id);
      return exitCodes.done;
    });
  return runPipeline(line, {
    options: { ...options, id },
    asking: options,
    writer: 'author',
    work: (workspace) => assessAgain(workspace, options, id),
    report: (workspace) => tell(line, options, workspace, id),
  });
}

async function assessAgain(workspace: Workspace, options: AssessOptions, id: string): Promise<WorkEnd> {
  const { assessment, assessmentUnit, defaultRounds } = await import('../../../pipeline/assessment-unit.ts');
  const { statesFor } = await import('../../../pipeline/state-unit.ts');
  const { runStage } = await import('../../../engine/run-stage.ts');
  const { store, engine } = workspace;
  const environment = await findOfKind(store, 'environment', id);
  const known = await assessmentOf(store, environment.hash);
  const before = known && (await store.lineage(known.hash));
  const rounds = options.rounds ?? known?.body.agents?.rounds ?? defaultRounds(engine);
  // An environment that was repaired is assessed from how it was written, as the pipeline does it.
  const inputs = before ? before.inputs.map((input) => input.artifact) : [environment, ...(await statesFor(environment, engine))];
  const unit = assessmentUnit(inputs, rounds);
  const outcome = await runStage(assessment, [unit], { ...engine, ...(options.again ? { fresh: true } : {}) });
  return { failed: outcome.counts.failed, interrupted: engine.signal.aborted };
}

async function tell(line: CommandLine, options: AssessOptions, { store, sandbox }: ReadOnlyWorkspace, id: string): Promise<void> {
  const environment = await environmentNow(store, id);
  const found = await assessmentOf(store, environment.hash);
  if (!found)
    throw new UserError(`${shortId(environment)} was not assessed: its assessment failed. "envscaler status" says why.`);
  const { output } = line;
  if (options.replay !== undefined) {
    const finding = findingCalled(found.body, options.replay);
    const lineage = await store.lineage(found.hash);
    const states = inputsOf(inputsIn(lineage), 'state').map((state) => state.body);
    const { text, calls, problems } = await replayFinding(environment.body, finding, states, { sandbox, width: output.width });
    output.result(text, { event: 'replay', id: shortId(environment), finding, calls, problems });
    return;
  }
  const { body } = found;
  if (options.html !== undefined) {
    writePage(options.html, dashboardHtml({ environment: environment.body, id: shortId(environment), assessment: body }));
    output.note(`Wrote ${options.html}.`);
  }
  const attempt = (await store.lineage(found.hash))?.attempt;
  const { states: _states, ...shown } = body;
  output.result(
    [
      `${shortId(environment)}  ${environment.subject}  (class ${environment.body.skeleton.name}, assessed ${attempt?.endedAt ?? ''})`,
      assessmentText(body, output.width),
    ].join('\n\n'),
    { event: 'assessment', id: shortId(environment), subject: environment.subject, assessment: shown },
  );
}

/** A repair writes a new version: an id then means the version that took its place. */
async function environmentNow(store: Store, id: string): Promise<StoredArtifact<'environment'>> {
  const environment = await findOfKind(store, 'environment', id);
  if (await assessmentOf(store, environment.hash)) return environment;
  const [current] = await store.artifacts('environment', { subject: environment.subject });
  return current ?? environment;
}

function inputsIn(lineage: Lineage | undefined): StoredArtifact[] {
  return lineage?.inputs.map((input) => input.artifact) ?? [];
}
