import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../../src/base/json.ts';
import type { ToolResult } from '../../../src/domain/rollout/call.ts';
import type { State } from '../../../src/domain/state.ts';
import type { OpenEnvironment } from '../../../src/sandbox/sandbox.ts';

/** A call as it was recorded. */
export interface RecordedCall {
  readonly tool: string;
  readonly arguments: Json;
  readonly result: Json;
}

/** A recorded call that came out otherwise here. */
export interface Mismatch {
  readonly call: string;
  readonly recorded: Json;
  readonly replayed: Json;
}

export interface Replayed {
  readonly final: State;
  readonly mismatches: readonly Mismatch[];
  /** Invariants that do not hold at the end. */
  readonly broken: readonly string[];
}

/** Plays recorded calls on an instance of an environment. `resultOf` puts an answer into the recording's form. */
export async function replay(
  environment: OpenEnvironment,
  recorded: { readonly start: string; readonly state: State; readonly calls: readonly RecordedCall[] },
  resultOf: (result: ToolResult) => Json,
): Promise<Replayed> {
  const instance = await environment.create({ state: recorded.state, seed: 'replay', start: recorded.start });
  try {
    const mismatches: Mismatch[] = [];
    for (const call of recorded.calls) {
      const report = await instance.call(call.tool, call.arguments);
      const replayed = report.detail === undefined ? resultOf(report.result) : report.detail;
      if (isDeepStrictEqual(replayed, call.result)) continue;
      mismatches.push({ call: `${call.tool}(${JSON.stringify(call.arguments)})`, recorded: call.result, replayed });
    }
    const invariants = await instance.invariants();
    return {
      final: await instance.snapshot(),
      mismatches,
      broken: invariants.filter(({ status }) => status !== 'holds').map(({ rule }) => rule),
    };
  } finally {
    await instance.close();
  }
}
