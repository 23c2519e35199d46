import { type Asking, unlimitedAsking } from '../../generation/asking.ts';
import { type FlagValues, toggle, value } from './declared-flag.ts';
import { positiveInteger, positiveNumber } from './flags.ts';

/** The flags of commands that ask models: what a run may use, how fast, and whether old answers will do. */
export const askingFlags = {
  maxUsd: value('--max-usd <x>', 'stop asking models before this run costs more US dollars', positiveNumber),
  maxTokens: value('--max-tokens <n>', 'stop asking models before this run uses more tokens', positiveInteger),
  maxCalls: value('--max-calls <n>', 'send no more requests than these in this run', positiveInteger),
  maxMinutes: value('--max-minutes <x>', 'begin nothing after these minutes', positiveNumber),
  rpm: value('--rpm <n>', 'requests per minute to each model', positiveInteger),
  tpm: value('--tpm <n>', 'tokens per minute to and from each model', positiveInteger),
  maxAnswerMb: value('--max-answer-mb <x>', 'give up an answer that grows beyond so many megabytes (default: 8)', positiveNumber),
  fresh: toggle('--fresh', 'ask models again, whatever they answered before; old answers are kept'),
};
export type AskingFlags = Partial<FlagValues<typeof askingFlags>>;

/** What the flags mean. */
export function askingOf(flags: AskingFlags): Asking {
  return {
    budget: { usd: flags.maxUsd, tokens: flags.maxTokens, calls: flags.maxCalls, minutes: flags.maxMinutes },
    requestsPerMinute: flags.rpm,
    tokensPerMinute: flags.tpm,
    answers: flags.fresh ? 'fresh' : 'stored',
    longestAnswerBytes: flags.maxAnswerMb === undefined ? unlimitedAsking.longestAnswerBytes : flags.maxAnswerMb * 1e6,
  };
}
