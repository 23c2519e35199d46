import { countText } from './amounts.ts';
import { wrap } from './layout.ts';

/** An estimate for people, said as one. */
export function estimateText(
  estimate: {
    readonly calls: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly costUsd: number | undefined;
    readonly measured: readonly string[];
    readonly guessed: readonly string[];
  },
  width: number,
): string {
  const { calls, inputTokens, outputTokens, costUsd, measured, guessed } = estimate;
  const money = costUsd === undefined ? 'the price is not known' : `$${costUsd.toFixed(costUsd < 1 ? 3 : 2)}`;
  const basis = [
    ...(measured.length > 0 ? [`measured on earlier calls: ${measured.join(', ')}`] : []),
    ...(guessed.length > 0 ? [`guessed from the size of the prompts: ${guessed.join(', ')}`] : []),
  ];
  const text = `Estimate, at most if every unit runs: ${countText(calls)} calls, ${countText(inputTokens)} input and ${countText(outputTokens)} output tokens; ${money} (${basis.join('; ')}).`;
  return wrap(text, width);
}
