import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { RewardOracle } from './reward-oracle.ts';

/** What reads alone are worth, and those without which it would be less: none where credit is for changes alone. */
export async function usefulReads(
  reads: readonly ExecutedCall[],
  oracle: RewardOracle,
): Promise<{ readonly earned: number; readonly kept: readonly ExecutedCall[] }> {
  const [all] = await oracle([reads]);
  if (!all?.isSound || all.earned === 0) return { earned: 0, kept: [] };
  let kept: readonly ExecutedCall[] = [];
  for (;;) {
    // The fewest of the first reads that are enough beside those kept; the last of them is needed.
    let [least, most] = [0, reads.length];
    while (least < most) {
      const middle = Math.floor((least + most) / 2);
      const [half] = await oracle([[...reads.slice(0, middle), ...kept]]);
      if (half && half.earned >= all.earned) most = middle;
      else least = middle + 1;
    }
    const last = reads[most - 1];
    if (!last || kept.includes(last)) return { earned: all.earned, kept };
    kept = [last, ...kept];
  }
}
