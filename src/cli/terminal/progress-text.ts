import { countText, durationText } from '../../render/text/amounts.ts';
import { callProblemsText, callsText } from './call-progress.ts';
import { accepted, type Progress, type StageProgress, timeLeft } from './progress.ts';

/** The outcomes of a stage so far: "6 accepted, 1 rejected, 4 cached". Only what occurred. */
function outcomeText(stage: StageProgress): string {
  const parts = [
    `${countText(accepted(stage))} accepted`,
    ...(stage.rejected > 0 ? [`${countText(stage.rejected)} rejected`] : []),
    ...(stage.failed > 0 ? [`${countText(stage.failed)} failed`] : []),
    ...(stage.cached > 0 ? [`${countText(stage.cached)} cached`] : []),
    ...(stage.skipped > 0 ? [`${countText(stage.skipped)} not begun`] : []),
  ];
  return parts.join(', ');
}

/** A stage on one plain line: "environments: 7 of 8 (6 accepted, 1 rejected)". */
export function stageLine(stage: StageProgress): string {
  const time = stage.endedMs === undefined ? '' : ` in ${durationText(stage.endedMs - stage.startedMs)}`;
  return `${stage.noun}: ${countText(stage.ended)} of ${countText(stage.total)}${time} (${outcomeText(stage)})`;
}

/** The lines of the live display, without colour: one per stage that has units, and one for the whole. */
export function liveLines(progress: Progress, nowMs: number, spinner: string): string[] {
  const stages = progress.stages.filter((stage) => stage.total > 0);
  const nounWidth = Math.max(0, ...stages.map((stage) => stage.noun.length));
  const countWidth = Math.max(0, ...stages.map((stage) => countOfTotal(stage).length));
  const lines = stages.map((stage) => {
    const mark = stage.running ? spinner : stage.failed > 0 || stage.skipped > 0 ? '!' : '✓';
    return `${mark} ${stage.noun.padEnd(nounWidth)}  ${countOfTotal(stage).padStart(countWidth)}  ${outcomeText(stage)}`;
  });
  const running = stages.find((stage) => stage.running);
  const left = running && timeLeft(running, nowMs);
  const whole = [
    callsText(progress.calls),
    `${durationText(nowMs - progress.startedMs)} elapsed`,
    left === undefined || !running ? undefined : `about ${durationText(left)} left for ${running.noun}`,
  ];
  const remarks = [
    callProblemsText(progress.calls),
    progress.calls.limit && running ? `limited now: ${progress.calls.limit}` : undefined,
  ];
  return [
    ...lines,
    ...remarks.filter((remark) => remark !== undefined).map((remark) => `  ${remark}`),
    `  ${whole.filter((part) => part !== undefined).join(', ')}`,
  ];
}

function countOfTotal(stage: StageProgress): string {
  return `${countText(stage.ended)}/${countText(stage.total)}`;
}
