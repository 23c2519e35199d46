import type { ExecutedCall } from '../../domain/rollout/call.ts';
import type { ArgumentSource, RewardCertificate } from '../../domain/scenario/scenario.ts';
import { silence, type Talk } from '../../domain/scenario/user-profile.ts';
import type { State } from '../../domain/state.ts';
import type { StageContext } from '../../engine/stage.ts';
import type { ScenarioProposal, WriteScenarioInput } from '../../generation/work/scenarios.ts';
import { certify } from './certificate/certify.ts';
import { decidingFacts } from './certificate/deciding-facts.ts';
import { openingProblem } from './certificate/guesses.ts';
import { provenanceOf } from './certificate/provenance.ts';
import { type CertificateInput, wordsOf } from './certificate-input.ts';
import { answersOf } from './reference/answers.ts';
import { type Arranged, arrangeConversation } from './reference/arrange-conversation.ts';
import { closingOf } from './reference/closing.ts';
import { checksOf } from './reference/derive-all-checks.ts';
import { reasonPredicates } from './reference/reasons.ts';
import { evidenceProblem, kindOf, type Refusals, runRefusals } from './reference/refusals.ts';
import { type ReferenceRun, runReference } from './reference/run-reference.ts';
import { stateAfter } from './state-after.ts';
import { callsInStoredOrder } from './stored-order.ts';
import { dictatedIn } from './wording/dictated.ts';
import { secondReading, withReading } from './wording/second-reading.ts';

/** Where scenarios are made: what of a subject is there before anybody has proposed anything. */
type Place = Pick<CertificateInput, 'skeleton' | 'tools' | 'environment' | 'start'>;

/** A proposal that ran, with all that was found out about it. */
export interface Draft {
  readonly proposal: ScenarioProposal;
  readonly input: CertificateInput;
  readonly talk: Talk;
  readonly provenance: readonly ArgumentSource[];
  readonly certificate: RewardCertificate;
}

/** How a proposal fared: `problem` is what its author should mend, undefined where there is nothing. */
export interface TriedOut {
  readonly calls: readonly ExecutedCall[];
  readonly problem: string | undefined;
  /** Undefined where it cannot become a scenario at all. */
  readonly draft?: Draft;
}

/** Runs a proposal; where it runs through, changes something and stands on what can be known, certifies it. */
export async function tryOut(
  context: StageContext,
  place: Place,
  request: WriteScenarioInput,
  proposal: ScenarioProposal,
): Promise<TriedOut> {
  const { environment, start, skeleton } = place;
  const run = await runReference(environment, start, proposal.calls);
  const { calls } = run;
  if (run.status === 'stopped') return { calls, problem: run.problem };
  const refusals = await runRefusals(environment, start, calls, proposal.refused ?? []);
  const arranged = arrangeConversation(skeleton, proposal, calls);
  const problem = problemOf(request.state, proposal, { run, refusals, arranged });
  if (problem !== undefined) return { calls, problem };

  const talk = arranged.talk ?? silence;
  const refused = refusals.calls ?? [];
  const reference = callsInStoredOrder(calls);
  const final = stateAfter(start.state, reference);
  const provenance = provenanceOf(skeleton, { task: proposal.task, today: request.today, talk }, reference);
  const dictated = dictatedIn(wordsOf({ task: proposal.task, talk }), reference, provenance);
  const answers = answersOf({ skeleton, initial: request.state, today: request.today, calls: reference }, proposal.told ?? []);
  if (answers.problem !== undefined) return { calls, problem: answers.problem };
  const { told, sentences } = answers;
  const kind = kindOf(proposal);
  const shown = (proposal.evidence ?? []).flatMap(({ attributes, ...place }) =>
    attributes.map((attribute) => ({ ...place, attribute })),
  );
  const deciding = await Promise.all(refused.map((call) => decidingFacts(place, shown, call)));
  const declined = reasonPredicates({
    skeleton,
    initial: request.state,
    task: proposal.task,
    kind,
    refused,
    reference,
    deciding,
  });
  const closing = closingOf({
    skeleton,
    initial: request.state,
    reference,
    refused,
    told,
    sentences,
    declined,
    seed: start.seed,
  });
  const basis = { ...place, task: proposal.task, talk, reference, refused, final, dictated, closing };
  const open = await openingProblem({ ...basis, checks: [] }, provenance);
  if (open !== undefined) return { calls, problem: open };
  const checks = await checksOf({ skeleton }, environment, {
    initial: request.state,
    run,
    refused,
    talk,
    dictated,
    sayings: [...told, ...declined],
    proposal,
  });
  const subject = { ...basis, checks };
  const measured = await certify(subject, provenance);
  // Nobody is asked to read what is to be mended anyway.
  const certificate = measured.complete ? withReading(measured, await secondReading(context, subject)) : measured;
  return { calls, problem: faultsOf(certificate), draft: { proposal, input: subject, talk, provenance, certificate } };
}

/** Sentences of a certificate that its author is told at once. */
const mostSentences = 5;

function faultsOf({ reasons, warnings, reading }: RewardCertificate): string | undefined {
  const found = reasons.length > 0 ? reasons : reading && reading.findings.length > 0 ? warnings : [];
  if (found.length === 0) return undefined;
  return `The calls run, but the reward for the task could not be trusted. ${found.slice(0, mostSentences).join(' ')}`;
}

interface Ran {
  readonly run: Extract<ReferenceRun, { status: 'complete' }>;
  readonly refusals: Refusals;
  readonly arranged: Arranged;
}

/** What keeps a proposal whose calls ran from becoming a scenario. */
function problemOf(initial: State, proposal: ScenarioProposal, { run, refusals, arranged }: Ran): string | undefined {
  if (refusals.problem !== undefined) return refusals.problem;
  if (arranged.problem !== undefined) return arranged.problem;
  if (refusals.calls.length > 0) return evidenceProblem(initial, proposal);
  const changes = run.calls.some((call) => call.patches.length > 0) || (proposal.told ?? []).length > 0;
  return changes ? undefined : 'The calls changed nothing; a scenario needs at least one change, or something to be told.';
}
