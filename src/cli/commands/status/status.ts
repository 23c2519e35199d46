import { acceptedEnvironments } from '../../../domain/environment/accepted.ts';
import { type Kind, kindNames, kinds } from '../../../domain/kinds.ts';
import { usableScenarios } from '../../../domain/scenario/usable-scenarios.ts';
import { causeOfFailure, type FailureCause } from '../../../engine/evidence.ts';
import { countOf, meanText, shareText } from '../../../render/amounts.ts';
import { clip, table } from '../../../render/layout.ts';
import type { Attempt, RunRecord, Store, StoredArtifact } from '../../../store/store.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../lookup/read-workspace.ts';

/** Shows what a workspace holds, what went wrong in it, and what to do next. */
export async function status(line: CommandLine): Promise<ExitCode> {
  const { workspace: directory } = line.flags;
  if (isEmptyWorkspace(directory)) {
    line.output.result(emptyText(directory), { event: 'status', workspace: directory, empty: true });
    return exitCodes.done;
  }
  return readWorkspace(line, async ({ store }) => {
    const seen = await observe(store);
    const text = [
      `Workspace ${directory}`,
      '',
      countsTable(seen, line.output.width),
      ...runLines(seen),
      ...problemLines(seen, line),
      '',
      nextLine(seen),
    ];
    line.output.result(text.join('\n'), {
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

/** What a workspace holds, counted. */
interface Observed {
  readonly counts: Readonly<Record<Kind, number>>;
  readonly accepted: number;
  readonly certified: number;
  readonly usable: number;
  readonly trajectories: readonly StoredArtifact<'trajectory'>[];
  readonly failed: readonly Attempt[];
  readonly rejected: readonly Attempt[];
  readonly lastRun: RunRecord | undefined;
}

/** Commands that make something; the others leave no trace worth telling. */
const makingCommands = ['skel', 'scen', 'rollout', 'export', 'run'];

async function observe(store: Store): Promise<Observed> {
  const artifacts = {
    task: await store.artifacts('task'),
    verdict: await store.artifacts('verdict'),
    candidate: await store.artifacts('candidate'),
    selection: await store.artifacts('selection'),
    topic: await store.artifacts('topic'),
    skeleton: await store.artifacts('skeleton'),
    environment: await store.artifacts('environment'),
    state: await store.artifacts('state'),
    assessment: await store.artifacts('assessment'),
    scenario: await store.artifacts('scenario'),
    trajectory: await store.artifacts('trajectory'),
  };
  const runs = await store.runs();
  return {
    counts: {
      task: artifacts.task.length,
      verdict: artifacts.verdict.length,
      candidate: artifacts.candidate.length,
      selection: artifacts.selection.length,
      topic: artifacts.topic.length,
      skeleton: artifacts.skeleton.length,
      environment: artifacts.environment.length,
      state: artifacts.state.length,
      assessment: artifacts.assessment.length,
      scenario: artifacts.scenario.length,
      trajectory: artifacts.trajectory.length,
    },
    accepted: acceptedEnvironments({ environments: artifacts.environment, assessments: artifacts.assessment }).length,
    certified: artifacts.scenario.filter((scenario) => scenario.body.certificate.complete).length,
    usable: usableScenarios(artifacts.scenario).length,
    trajectories: artifacts.trajectory,
    failed: await store.attempts({ status: 'failed' }),
    rejected: await store.attempts({ status: 'rejected' }),
    lastRun: runs.filter((run) => makingCommands.includes(run.command)).at(-1),
  };
}

function countsTable(seen: Observed, width: number): string {
  const remarks: Partial<Record<Kind, string>> = {
    environment: `${seen.accepted} accepted`,
    scenario: `${seen.usable} usable, ${seen.certified} with a complete certificate`,
    trajectory: rewardRemark(seen.trajectories),
  };
  const rows = kindNames
    .filter((kind) => seen.counts[kind] > 0)
    .map((kind) => [`  ${kinds[kind].plural}`, String(seen.counts[kind]).padStart(5), remarks[kind] ?? '']);
  return table(['  kind', 'count', ''], rows, width);
}

function rewardRemark(trajectories: readonly StoredArtifact<'trajectory'>[]): string {
  const agents = [...new Set(trajectories.map((item) => item.body.agent.kind))];
  return agents
    .map((agent) => {
      const rewards = trajectories.filter((item) => item.body.agent.kind === agent).map((item) => item.body.reward);
      const scored = rewards.flatMap((reward) => (reward.kind === 'scored' ? [reward] : []));
      const passed = scored.filter((reward) => reward.strict === 1).length;
      return `${agent}: ${shareText(passed, scored.length)} passed of ${scored.length}, mean dense ${meanText(scored.map((reward) => reward.dense))}`;
    })
    .join('; ');
}

function runLines(seen: Observed): string[] {
  const { lastRun } = seen;
  if (!lastRun) return [];
  const ended =
    lastRun.exitCode === undefined
      ? 'did not end: it still runs, or it was killed'
      : `ended ${lastRun.endedAt ?? ''} with exit code ${lastRun.exitCode}`;
  return ['', `Last run: "${lastRun.command}", begun ${lastRun.startedAt}, ${ended}`];
}

function problemLines(seen: Observed, line: CommandLine): string[] {
  const count = (cause: FailureCause): number => seen.failed.filter(({ evidence }) => causeOfFailure(evidence) === cause).length;
  const causes = [
    ...(count('endpoint') > 0 ? [`${count('endpoint')} without an answer of a model`] : []),
    ...(count('answer') > 0 ? [`${count('answer')} with an answer of no use`] : []),
    'the same command tries them again',
  ];
  return [
    ...reasonLines(`${countOf(seen.failed.length, 'units')} failed (${causes.join(', ')})`, seen.failed, line),
    ...reasonLines(`${countOf(seen.rejected.length, 'units')} were rejected as not good enough`, seen.rejected, line),
  ];
}

/** How many reasons are shown without --verbose. */
const shownReasons = 5;

function reasonLines(heading: string, attempts: readonly Attempt[], line: CommandLine): string[] {
  if (attempts.length === 0) return [];
  const shown = line.flags.verbose ? attempts : attempts.slice(0, shownReasons);
  const rest = attempts.length - shown.length;
  return [
    '',
    heading,
    ...shown.map(
      (attempt) => `  ${attempt.stage} ${attempt.subject}: ${clip(attempt.reason ?? 'no reason given', line.output.width - 20)}`,
    ),
    ...(rest > 0 ? [`  and ${rest} more; --verbose shows them`] : []),
  ];
}

function nextLine(seen: Observed): string {
  if (seen.accepted === 0) return 'Next: "envscaler skel" makes environments.';
  if (seen.counts.scenario === 0) return 'Next: "envscaler scen" makes scenarios in the accepted environments.';
  if (seen.counts.trajectory === 0) return 'Next: "envscaler rollout" lets an agent play the scenarios.';
  return 'Next: "envscaler export --format trl-sft --to DIR" writes a dataset; "envscaler play SCENARIO" lets you play.';
}
