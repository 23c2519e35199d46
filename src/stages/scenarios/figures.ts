import type { Artifact } from '../../domain/kinds.ts';
import type { Reward } from '../../domain/rollout/reward.ts';
import { nearDuplicates } from '../../domain/scenario/near-duplicates.ts';
import { type CertificateItem, certificateItems, type Scenario, type Trial } from '../../domain/scenario/scenario.ts';

/** How far the rewards of scenarios can be trusted, as measured by their certificates. Rates are 0..1; 1 of nothing. */
export interface TrustFigures {
  readonly scenarios: number;
  /** Mean dense reward of doing nothing; target 0. */
  readonly noopScore: number;
  /** Share of the checks that earn credit and hold before anything is done; target 0. */
  readonly trueAtReset: number;
  /** Share of the references that score 1; target 1. */
  readonly referencePass: number;
  /** Share of the altered end states that the checks told from the right one; target at least 0.95. */
  readonly mutationKill: number;
  /** Share of the near misses that the checks told from the right attempt; target 1. */
  readonly nearMissCaught: number;
  /** Questions of tasks, and the share of wrong, missing, hedged and parroted answers to them that score less than 1; target 1. */
  readonly questions: number;
  readonly answersScored: number;
  /** Things asked for in vain, and the share of closings without the reason, with that of another rule, or without looking that score less than 1; target 1. */
  readonly refusals: number;
  readonly reasonsNeeded: number;
  /** Share of the other honest ways to the end that score 1; target 1. */
  readonly alternatePass: number;
  /** Share of the references that end in the same state when replayed; target 1. */
  readonly replayMatch: number;
  /** Share of those that the blind search tried and solved; evidence without a target, for it understands no language. 0 of nothing. */
  readonly solvedBySearch: number;
  /** Scenarios that an agent cannot solve from what it is told and can look up; target 0. */
  readonly blocked: number;
  /** Scenarios that pose the same problem as an earlier one; target 0. */
  readonly duplicates: number;
}

/** Where scenarios were lost on the way to a dataset. */
export interface ScenarioFunnel {
  readonly written: number;
  /** By certificate item: scenarios in which it does not hold (one scenario may fail several). */
  readonly failed: readonly { readonly item: CertificateItem; readonly scenarios: number }[];
  readonly certified: number;
  readonly duplicates: number;
  /** Certified and the first of its kind: what is exported. */
  readonly fit: number;
}

export interface ScenarioFigures {
  readonly all: TrustFigures;
  /** Of those that are certified and no near-duplicates. */
  readonly fit: TrustFigures;
  readonly funnel: ScenarioFunnel;
}

/** The headline figures of scenarios, and their funnel. Pure: counts what the certificates say. */
export function scenarioFigures(scenarios: readonly Artifact<'scenario'>[]): ScenarioFigures {
  const certified = scenarios.filter((scenario) => scenario.body.certificate.complete);
  const duplicates = nearDuplicates(certified);
  const fit = certified.filter((scenario) => !duplicates.has(scenario.hash));
  const failed = certificateItems.map((item) => ({
    item,
    scenarios: scenarios.filter((scenario) => scenario.body.certificate.failed.includes(item)).length,
  }));
  return {
    all: trustFigures(scenarios),
    fit: trustFigures(fit),
    funnel: {
      written: scenarios.length,
      failed: failed.filter((entry) => entry.scenarios > 0),
      certified: certified.length,
      duplicates: duplicates.size,
      fit: fit.length,
    },
  };
}

const aboutAnswers: readonly Trial['kind'][] = ['unsaid', 'wrong-answer', 'all-answers', 'parroted'];
const aboutReasons: readonly Trial['kind'][] = ['no-reason', 'other-reason', 'unlooked', 'unread'];

function trustFigures(scenarios: readonly Artifact<'scenario'>[]): TrustFigures {
  const bodies = scenarios.map((scenario) => scenario.body);
  const certificates = bodies.map((body) => body.certificate);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const credits = bodies.flatMap((body) => creditsAtReset(body));
  const misses = certificates.flatMap(({ nearMisses }) => nearMisses.filter((trial) => trial.end === 'other'));
  const alternates = certificates.flatMap((certificate) => certificate.alternates);
  const spoken = certificates.flatMap(({ sayings = [] }) => sayings);
  const kindsOfChecks = bodies.flatMap(({ checks }) => checks.map(({ predicate }) => predicate.kind));
  const isMissed = ({ score }: Trial): boolean => score.kind === 'scored' && score.strict === 0;
  const searches = certificates.flatMap(({ blindSearch }) => blindSearch ?? []);
  const blocking: readonly CertificateItem[] = ['discoverable', 'demanded-values', 'discovery', 'unambiguous', 'reading'];
  return {
    scenarios: scenarios.length,
    noopScore: bodies.length === 0 ? 0 : sum(certificates.map(({ noop }) => denseOf(noop))) / bodies.length,
    trueAtReset: credits.length === 0 ? 0 : credits.filter((holds) => holds).length / credits.length,
    referencePass: share(certificates, ({ reference }) => denseOf(reference) === 1),
    mutationKill: ratio(
      sum(certificates.map(({ mutants }) => mutants.killed)),
      sum(certificates.map(({ mutants }) => mutants.made)),
    ),
    nearMissCaught: share(misses, ({ score }) => score.kind === 'scored' && score.strict === 0),
    questions: kindsOfChecks.filter((kind) => kind === 'told').length,
    answersScored: share(
      spoken.filter(({ kind }) => aboutAnswers.includes(kind)),
      isMissed,
    ),
    refusals: kindsOfChecks.filter((kind) => kind === 'declined').length,
    reasonsNeeded: share(
      spoken.filter(({ kind }) => aboutReasons.includes(kind)),
      isMissed,
    ),
    alternatePass: share(alternates, ({ score }) => score.kind === 'scored' && score.strict === 1),
    replayMatch: share(certificates, ({ replay }) => replay[0] === replay[1]),
    solvedBySearch: searches.length === 0 ? 0 : share(searches, ({ solved }) => solved),
    blocked: certificates.filter(({ failed }) => failed.some((item) => blocking.includes(item))).length,
    duplicates: nearDuplicates(scenarios).size,
  };
}

/** For each check that earns credit whether it holds at the start. */
function creditsAtReset({ checks, certificate }: Scenario): boolean[] {
  const results = new Map(certificate.noop.checks.map((result) => [result.id, result.status]));
  return checks.filter((check) => check.role === 'credit').map((check) => results.get(check.id) === 'pass');
}

/** An attempt that could not be scored earned nothing that can be counted on. */
function denseOf(reward: Reward): number {
  return reward.kind === 'scored' ? reward.dense : 0;
}

function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return ratio(items.filter(holds).length, items.length);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}
