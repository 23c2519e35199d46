import type { FunnelStep } from '../../../figures/funnel.ts';
import { countText, shareText } from '../amounts.ts';
import { clip, table } from '../layout.ts';

/** Reasons that are shown of one step. */
const shownReasons = 4;

/** From mined tasks to accepted environments: how many there are at each step, and why the others are not. */
export function funnelText(steps: readonly FunnelStep[], width: number): string {
  const lines = steps.flatMap((step, index) => {
    const before = steps[index - 1]?.count;
    const share = before === undefined ? '' : shareText(step.count, before);
    const reasons = step.lost
      .slice(0, shownReasons)
      .map(({ reason, count }) => ['', '', '', `${count} not: ${clip(reason, width - 40)}`]);
    const rest = step.lost.length - reasons.length;
    return [
      [`  ${step.name}`, countText(step.count), share, ''],
      ...reasons,
      ...(rest > 0 ? [['', '', '', `and ${rest} other reasons`]] : []),
    ];
  });
  return table(['Funnel', 'count', 'of before', ''], lines, width);
}
