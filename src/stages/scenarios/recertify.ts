import { canonicalJson, type Json } from '../../base/json.ts';
import type { Environment } from '../../domain/environment/environment.ts';
import type { ExecutedCall } from '../../domain/rollout/call.ts';
import type { RewardCertificate, Scenario } from '../../domain/scenario/scenario.ts';
import { silence } from '../../domain/scenario/user-profile.ts';
import type { EpisodeStart, OpenEnvironment, Sandbox } from '../../sandbox/sandbox.ts';
import { certify } from './certificate/certify.ts';
import { provenanceOf } from './certificate/provenance.ts';
import { wordsOf } from './certificate-input.ts';
import { leavesOf } from './leaves.ts';
import { stateAfter } from './state-after.ts';
import { callsInStoredOrder, stateInStoredOrder } from './stored-order.ts';
import { dictatedIn } from './wording/dictated.ts';
import { withReading } from './wording/second-reading.ts';

/** A certificate made anew, and each place in which the stored scenario says something else. */
export interface Recertified {
  readonly certificate: RewardCertificate;
  readonly differences: readonly string[];
}

/**
 * The reference run again, its provenance and the certificate computed from scratch, held against what is stored. What
 * a model once read in the task stands as it was: no model is asked again.
 */
export async function recertify(sandbox: Sandbox, environment: Environment, scenario: Scenario): Promise<Recertified> {
  const { skeleton, tools } = environment;
  const opened = await sandbox.open(environment);
  const start = { state: stateInStoredOrder(scenario.initialState), seed: scenario.seed, start: scenario.start };
  const reference = await callsAgain(opened, start, scenario);
  const { task, checks, user, questions, closing } = scenario;
  const talk = user ? { facts: user.facts, questions } : silence;
  const provenance = provenanceOf(skeleton, { task, today: scenario.start.slice(0, 10), talk }, reference);
  const final = stateAfter(start.state, reference);
  const { refused } = scenario;
  const dictated = dictatedIn(wordsOf({ task, talk }), reference, provenance);
  const subject = {
    skeleton,
    tools,
    environment: opened,
    start,
    task,
    talk,
    reference,
    refused,
    final,
    dictated,
    checks,
    closing,
  };
  const certificate = withReading(await certify(subject, provenance), scenario.certificate.reading);
  const differences = [
    ...differencesOf('reference', scenario.reference, reference),
    ...differencesOf('provenance', scenario.provenance, provenance),
    ...differencesOf('certificate', scenario.certificate, certificate),
  ];
  return { certificate, differences };
}

async function callsAgain(environment: OpenEnvironment, start: EpisodeStart, scenario: Scenario): Promise<ExecutedCall[]> {
  const instance = await environment.create(start);
  try {
    const calls: ExecutedCall[] = [];
    for (const { tool, arguments: args } of scenario.reference) {
      const { outcome, result, patches } = await instance.call(tool, args);
      calls.push({ tool, arguments: args, outcome, result, patches: [...patches] });
    }
    return callsInStoredOrder(calls);
  } finally {
    await instance.close();
  }
}

/** "certificate.mutants.killed: 20 is stored, 19 comes out" */
function differencesOf(name: string, stored: unknown, computed: unknown): string[] {
  if (canonicalJson(stored) === canonicalJson(computed)) return [];
  const [before, after] = [stored, computed].map((value) => placesIn(name, value));
  const paths = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...paths].flatMap((path) => {
    const [old, now] = [before?.get(path) ?? 'nothing', after?.get(path) ?? 'nothing'];
    return old === now ? [] : [`${path}: ${old} is stored, ${now} comes out`];
  });
}

function placesIn(name: string, value: unknown): Map<string, string> {
  const plain: Json = JSON.parse(canonicalJson(value));
  return new Map(leavesOf(plain, name).map((leaf) => [leaf.path, JSON.stringify(leaf.value)]));
}
