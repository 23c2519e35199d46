import type { Artifact } from '../domain/kinds.ts';
import type { RunSummary } from './stage-runner.ts';

/** What became of the environments that were asked for. */
export interface EnvironmentYield {
  readonly asked: number;
  readonly accepted: number;
  /** Topics gone for in place of those that came to no accepted environment. */
  readonly further: number;
  /** Topics that came to none: their names. */
  readonly rejected: readonly string[];
  /** Topics there were to choose from. */
  readonly topics: number;
  /** Not made yet: failed, or put off. */
  readonly open: number;
  readonly isEmbedded: boolean;
}

/** How many topics are gone for at most, all in all, where N accepted environments are asked for. */
export function mostTopics(asked: number): number {
  return asked + Math.floor(asked / 2) + 2;
}

/** The topics whose environment was accepted, and those that were rejected on the way; the others failed or were put off. */
export function sortedOut(
  topics: readonly Artifact<'topic'>[],
  assessments: readonly Artifact<'assessment'>[],
  { stages }: RunSummary,
): { readonly accepted: readonly string[]; readonly rejected: readonly string[] } {
  const verdicts = new Map(assessments.map(({ subject, body }) => [subject, body.verdict]));
  const refused = new Set(stages.flatMap(({ outcome }) => outcome.rejections.map(({ subject }) => subject)));
  const names = topics.map(({ subject }) => subject);
  return {
    accepted: names.filter((name) => verdicts.get(name) === 'accepted'),
    rejected: names.filter((name) => verdicts.get(name) === 'rejected' || (!verdicts.has(name) && isRefused(name, refused))),
  };
}

/** A topic is lost with its skeleton, its environment, or one of the states on which that is assessed. */
function isRefused(topic: string, refused: ReadonlySet<string>): boolean {
  return refused.has(topic) || [...refused].some((subject) => subject.startsWith(`${topic}/state-`));
}

/** In one sentence why there are fewer than asked for, and what to do; undefined where there are as many. */
export function shortfallText({
  asked,
  accepted,
  further,
  rejected,
  topics,
  open,
  isEmbedded,
}: EnvironmentYield): string | undefined {
  if (accepted >= asked) return undefined;
  const head = `${accepted} of the ${asked} environments asked for ${accepted === 1 ? 'is' : 'are'} accepted`;
  const lost =
    rejected.length === 0
      ? ''
      : `; ${rejected.length} rejected (${rejected.slice(0, 5).join(', ')}${rejected.length > 5 ? ', ...' : ''})`;
  if (open > 0) return `${head}${lost}; ${open} not made yet. Run the same command again.`;
  if (topics < asked + further || topics === 0)
    return isEmbedded
      ? `${head}${lost}; the embedded author knows ten domains, and the requests ask for ${topics} of them. With a model (--model NAME) others are written.`
      : `${head}${lost}; no further topic came of the requests. Give more of them with --tasks.`;
  return `${head}${lost}, also among ${further} further topics. "envscaler assess ENV" says why one was rejected.`;
}
