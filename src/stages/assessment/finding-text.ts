import { canonicalJson } from '../../base/json.ts';
import type { Finding } from '../../domain/environment/assessment.ts';
import type { Environment } from '../../domain/environment/environment.ts';
import type { InitialState } from '../../domain/initial-state.ts';
import type { ExecutedCall } from '../../domain/rollout/call.ts';
import type { OpenEnvironment } from '../../sandbox/sandbox.ts';
import { changeLine, recordsAround } from './agents/call-context.ts';
import { beginningOf, replay } from './replay.ts';

/** Characters of a result that are shown. */
const shownResult = 400;

/** A finding for an author: what is wrong, and the calls that show it with what each of them did. */
export async function problemText(
  finding: Finding,
  environment: Environment,
  states: readonly InitialState[],
  opened: OpenEnvironment | undefined,
): Promise<string> {
  const head = `${finding.gate}: ${finding.message}`;
  const { counterexample } = finding;
  const initial = counterexample && states[counterexample.state];
  if (!counterexample || !initial || !opened) return head;
  const { calls } = await replay(opened, initial, counterexample);
  const { state, start } = beginningOf(initial, counterexample);
  const records = new Set(calls.flatMap((call) => recordsAround(environment.skeleton, state, call)));
  return [
    head,
    ...(records.size > 0 ? ['  Records at the start:', ...[...records].map((line) => `    ${line}`)] : []),
    `  Replayed calls, from ${start} on:`,
    ...calls.flatMap((call, index) => callLines(call, index + 1).map((line) => `    ${line}`)),
  ].join('\n');
}

function callLines(call: ExecutedCall, number: number): string[] {
  const result = canonicalJson(call.result);
  const shown = result.length > shownResult ? `${result.slice(0, shownResult)}...` : result;
  return [
    `${number}. ${call.tool} ${canonicalJson(call.arguments)} -> ${call.outcome} ${shown}`,
    ...call.patches.map((patch) => `   ${changeLine(patch)}`),
  ];
}
