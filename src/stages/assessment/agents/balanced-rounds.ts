import { seededRandom } from '../../../base/random.ts';
import type { TestKind } from '../../../domain/environment/agents-report.ts';
import type { Tool } from '../../../domain/environment/environment.ts';

/** One round: a call of this tool that has to succeed, or has to be refused. */
export interface Round {
  readonly tool: string;
  readonly kind: TestKind;
}

/**
 * Rounds in balance: every tool comes as often as any other (give or take one), and in each pass over the tools positive and
 * negative calls alternate, changing places from one pass to the next.
 */
export function balancedRounds(tools: readonly Tool[], count: number, seed: string): Round[] {
  const random = seededRandom(`${seed}/rounds`);
  const rounds: Round[] = [];
  const parity = new Map(random.shuffle(tools).map((tool, index) => [tool.name, index % 2]));
  for (let pass = 0; rounds.length < count; pass++) {
    for (const tool of random.shuffle(tools)) {
      if (rounds.length === count) break;
      rounds.push({ tool: tool.name, kind: ((parity.get(tool.name) ?? 0) + pass) % 2 === 0 ? 'positive' : 'negative' });
    }
  }
  return rounds;
}
