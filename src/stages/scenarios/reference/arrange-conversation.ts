import { canonicalJson } from '../../../base/json.ts';
import type { Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import { type Fact, type Question, silence, type Talk } from '../../../domain/scenario/user-profile.ts';
import type { ScenarioProposal } from '../../../generation/work/scenarios.ts';
import { isWrite } from '../certificate-input.ts';
import { leavesOf } from '../leaves.ts';

/** The conversation of a reference, or what is wrong with the one proposed. */
export type Arranged =
  | { readonly talk: Talk; readonly problem?: undefined }
  | { readonly talk?: undefined; readonly problem: string };

/** What a proposal has the user say, held against the executed reference. Facts that are asked for at one place make one question each. */
export function arrangeConversation(
  skeleton: Skeleton,
  { kind, user }: ScenarioProposal,
  reference: readonly ExecutedCall[],
): Arranged {
  if (!user) {
    return kind === 'underspecified'
      ? { problem: 'An underspecified task needs "user": what the person wants, and the facts that are left out of the request.' }
      : { talk: silence };
  }
  const facts: Fact[] = [];
  const questions: Question[] = [];
  for (const [index, proposed] of user.facts.entries()) {
    const id = `F${index + 1}`;
    const name = `The fact "${proposed.about}"`;
    const places = proposed.decides.map((place) => ({
      ...place,
      leaf: leavesOf(reference[place.call - 1]?.arguments ?? {}).find(({ path }) => path === place.argument),
    }));
    const missing = places.find(({ leaf }) => leaf === undefined);
    if (missing) return { problem: `${name} decides ${missing.argument} of call ${missing.call}, which the call does not have.` };
    const writes = places.filter(({ call }) => isWrite(skeleton, reference[call - 1]?.tool ?? ''));
    const [first] = writes;
    if (!first?.leaf) return { problem: `${name} decides no argument of a call that changes something.` };
    const { value } = first.leaf;
    if (places.some(({ leaf }) => canonicalJson(leaf?.value) !== canonicalJson(value)))
      return { problem: `${name} decides arguments with different values.` };
    const soonest = Math.min(...places.map(({ call }) => call));
    if (proposed.before > soonest)
      return { problem: `${name} is asked for before call ${proposed.before}, but call ${soonest} needs it.` };
    const others = places.filter((place) => place !== first);
    facts.push({
      id,
      kind: proposed.kind,
      about: proposed.about,
      says: proposed.says,
      value,
      decides: [first, ...others].map(({ call, argument }) => ({ call, argument })),
    });
    questions.push({ before: proposed.before, says: proposed.question, facts: [id] });
  }
  return { talk: { facts, questions: questions.sort((one, two) => one.before - two.before) } };
}
