import { type Kind, kindNames, kinds } from '../../../domain/kinds.ts';
import { causeOfFailure, type FailureCause } from '../../../engine/failure.ts';
import type { WorkspaceStatus } from '../../../figures/status.ts';
import type { Attempt, StoredArtifact } from '../../../store/store.ts';
import { countOf, meanText, shareText } from '../amounts.ts';
import { clip, table } from '../layout.ts';

interface StatusLayout {
  readonly width: number;
  /** Every reason, and not only the first few of many. */
  readonly all: boolean;
}

/** What a workspace holds, what went wrong in it, and what to do next. */
export function statusText(seen: WorkspaceStatus, workspace: string, layout: StatusLayout): string {
  return [
    `Workspace ${workspace}`,
    '',
    countsTable(seen, layout.width),
    ...runLines(seen),
    ...problemLines(seen, layout),
    '',
    nextLine(seen),
  ].join('\n');
}

function countsTable(seen: WorkspaceStatus, width: number): string {
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

function runLines(seen: WorkspaceStatus): string[] {
  const { lastRun } = seen;
  if (!lastRun) return [];
  const ended =
    lastRun.exitCode === undefined
      ? 'did not end: it still runs, or it was killed'
      : `ended ${lastRun.endedAt ?? ''} with exit code ${lastRun.exitCode}`;
  return ['', `Last run: "${lastRun.command}", begun ${lastRun.startedAt}, ${ended}`];
}

function problemLines(seen: WorkspaceStatus, layout: StatusLayout): string[] {
  const count = (cause: FailureCause): number => seen.failed.filter(({ failure }) => causeOfFailure(failure) === cause).length;
  const causes = [
    ...(count('endpoint') > 0 ? [`${count('endpoint')} without an answer of a model`] : []),
    ...(count('answer') > 0 ? [`${count('answer')} with an answer of no use`] : []),
    'the same command tries them again',
  ];
  return [
    ...reasonLines(`${countOf(seen.failed.length, 'units')} failed (${causes.join(', ')})`, seen.failed, layout),
    ...reasonLines(`${countOf(seen.rejected.length, 'units')} were rejected as not good enough`, seen.rejected, layout),
  ];
}

/** How many reasons are shown without --verbose. */
const shownReasons = 5;

function reasonLines(heading: string, attempts: readonly Attempt[], layout: StatusLayout): string[] {
  if (attempts.length === 0) return [];
  const shown = layout.all ? attempts : attempts.slice(0, shownReasons);
  const rest = attempts.length - shown.length;
  return [
    '',
    heading,
    ...shown.map(
      (attempt) => `  ${attempt.stage} ${attempt.subject}: ${clip(attempt.reason ?? 'no reason given', layout.width - 20)}`,
    ),
    ...(rest > 0 ? [`  and ${rest} more; --verbose shows them`] : []),
  ];
}

function nextLine(seen: WorkspaceStatus): string {
  if (seen.accepted === 0) return 'Next: "envscaler skel" makes environments.';
  if (seen.counts.scenario === 0) return 'Next: "envscaler scen" makes scenarios in the accepted environments.';
  if (seen.counts.trajectory === 0) return 'Next: "envscaler rollout" lets an agent play the scenarios.';
  return 'Next: "envscaler export --format trl-sft --to DIR" writes a dataset; "envscaler play SCENARIO" lets you play.';
}
