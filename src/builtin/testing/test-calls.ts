import { canonicalJson } from '../../base/json.ts';
import { seededRandom } from '../../base/random.ts';
import { checkCall } from '../../domain/contract/check-call.ts';
import type { Contract } from '../../domain/contract/form.ts';
import type { Skeleton } from '../../domain/environment/skeleton.ts';
import type { State } from '../../domain/state.ts';
import type { JudgeCallInput, ProposeCallInput } from '../../generation/work/calls.ts';
import type { Policy } from '../kit/domain.ts';
import { proposeCall } from './propose-call.ts';

/** The testing agent of a domain with a contract: calls that must succeed and calls that must be refused. */
export function proposeCalls(input: ProposeCallInput, contract: Contract<State>, seed: string): unknown {
  const random = seededRandom(`${seed}/propose/${input.number}`);
  const made = new Set<string>();
  const missed: string[] = [];
  const calls = input.wanted.flatMap(({ tool, kind }) => {
    const operation = input.skeleton.operations.find((candidate) => candidate.name === tool);
    const promised = contract[tool];
    const proposal =
      operation && promised
        ? proposeCall(
            {
              skeleton: input.skeleton,
              operation,
              promised,
              world: { state: input.present, policy: policyOf(input.skeleton), now: input.now, today: input.now.slice(0, 10) },
              random,
              turn: input.number,
              made,
            },
            kind,
          )
        : undefined;
    if (!proposal) {
      missed.push(promised ? `no ${kind} call of ${tool} was found on this state` : `nothing is declared of ${tool}`);
      return [];
    }
    made.add(canonicalJson(proposal.call));
    return [{ tool, arguments: JSON.stringify(proposal.call.arguments), expected: proposal.expected }];
  });
  return { calls, ...(missed.length > 0 ? { note: [...new Set(missed)].join('; ') } : {}) };
}

/** The checking agent: each call against what is declared of its operation. Where nothing is declared, nothing is judged. */
export function judgeCalls({ skeleton, calls }: JudgeCallInput, contract: Contract<State>): unknown {
  const verdicts = calls.map(({ number, call, before, after, now }) => {
    const operation = skeleton.operations.find((candidate) => candidate.name === call.tool);
    const promised = contract[call.tool];
    if (!operation || !promised) return { number, verdict: 'unjudged', reason: `nothing is declared of ${call.tool}` };
    const world = { state: before, policy: policyOf(skeleton), now, today: now.slice(0, 10) };
    return { number, ...checkCall(skeleton, operation, promised, { call, world, after }) };
  });
  return { verdicts };
}

function policyOf(skeleton: Skeleton): Policy {
  return Object.fromEntries(skeleton.policy.map((constant) => [constant.name, constant.value]));
}
