import { z } from 'zod';
import type { Json } from '../../../src/base/json.ts';
import type { ToolResult } from '../../../src/domain/rollout/call.ts';
import { patch } from '../../../src/domain/state.ts';
import { applyPatches } from '../../../src/sandbox/host/patches.ts';
import { json, readRecorded } from './recorded.ts';
import { jsonSchemaOf, type RecordedTool } from './recorded-tools.ts';
import type { RecordedCall } from './replay.ts';

const patchesByClass = z.record(z.string(), z.array(patch));
const hashes = z.record(z.string(), z.string());

const recording = z.object({
  defaults: z.record(z.string(), json),
  entries: z.array(
    z.object({
      id: z.string(),
      involved_classes: z.array(z.string()),
      state0_patch_from_default: patchesByClass,
      turns: z.array(
        z.object({
          calls: z.array(
            z.object({
              name: z.string(),
              class: z.string(),
              kwargs: z.record(z.string(), json),
              result: json,
              result_is_repr: z.boolean().optional(),
              random_draws: z.array(z.object({ value: z.number() })).optional(),
            }),
          ),
        }),
      ),
      final_state_diff: patchesByClass,
      final_hash: hashes,
    }),
  ),
});

/** What a recorded case did with one of its classes. */
export interface BfclPart {
  readonly className: string;
  readonly initial: Json;
  readonly calls: readonly RecordedCall[];
  /** The numbers that the class drew from its random generator, in order. */
  readonly draws: readonly number[];
  readonly final: Json;
  readonly hash: string | undefined;
}

export interface BfclCase {
  readonly name: string;
  readonly parts: readonly BfclPart[];
}

export const bfclFiles = ['bfcl_mt_replay.json', 'bfcl_mt_func_docs.json'];

/** All recorded cases; the classes of a case share nothing, so each is a part by itself. Throws for a call of none of them. */
export function bfclCases(): readonly BfclCase[] {
  const { defaults, entries } = readRecorded('bfcl_mt_replay.json', recording);
  return entries.map((entry) => ({
    name: entry.id,
    parts: entry.involved_classes.map((className): BfclPart => {
      const all = entry.turns.flatMap((turn) => turn.calls);
      const stray = all.find((call) => !entry.involved_classes.includes(call.class));
      if (stray) throw new Error(`${entry.id} calls ${stray.name} of ${stray.class}, which it does not involve.`);
      const calls = all.filter((call) => call.class === className);
      const initial = applyPatches(defaults[className] ?? null, entry.state0_patch_from_default[className] ?? []);
      return {
        className,
        initial,
        calls: calls.map(({ name, kwargs, result, result_is_repr }) => ({
          tool: name,
          arguments: kwargs,
          result: result_is_repr === true && typeof result === 'string' ? valueOfRepr(result) : result,
        })),
        draws: calls.flatMap((call) => call.random_draws ?? []).map((draw) => draw.value),
        final: applyPatches(initial, entry.final_state_diff[className] ?? []),
        hash: entry.final_hash[className],
      };
    }),
  }));
}

/** The tools of a class, from the file of its function schemas. */
export function bfclTools(documents: string): readonly RecordedTool[] {
  const tool = z.object({ name: z.string(), description: z.string(), parameters: z.record(z.string(), z.unknown()) });
  const { functions } = readRecorded('bfcl_mt_func_docs.json', z.object({ functions: z.record(z.string(), z.array(tool)) }));
  return (functions[documents] ?? []).map((one) => ({
    ...one,
    parameters: z.record(z.string(), z.unknown()).parse(jsonSchemaOf(one.parameters)),
  }));
}

/** An answer in the recording's form: its data, nothing where there is only a message, a refusal as an object. */
export function bfclResult(result: ToolResult): Json {
  return result.success ? (result.data ?? null) : { error: result.error };
}

/** The value that Python prints like this: None, lists of texts, and numbers of its mpmath package. */
function valueOfRepr(text: string): Json {
  const asJson = text
    .replaceAll(/mpf\('([^']*)'\)/g, '$1')
    .replaceAll('None', 'null')
    .replaceAll("'", '"');
  return json.parse(JSON.parse(asJson));
}
