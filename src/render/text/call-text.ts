import { canonicalJson, type Json } from '../../base/json.ts';
import type { ExecutedCall, ToolCall, ToolResult } from '../../domain/rollout/call.ts';
import type { Patch } from '../../domain/state.ts';
import { clip } from './layout.ts';

/** A call as a person reads it: `borrow_book(member_id: "M-12", book_id: "B-3")`. */
export function callText(call: ToolCall): string {
  const parts = Object.entries(call.arguments).map(([name, value]) => `${name}: ${canonicalJson(value)}`);
  return `${call.tool}(${parts.join(', ')})`;
}

/** The call of a trajectory, whose arguments are text that need not be JSON. */
export function callTextOf(tool: string, args: string): string {
  try {
    const parsed: unknown = JSON.parse(args);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return `${tool}(${Object.entries(parsed)
        .map(([name, value]) => `${name}: ${canonicalJson(value)}`)
        .join(', ')})`;
    }
  } catch {
    // Not JSON: it is shown as it was sent.
  }
  return `${tool}(${args})`;
}

/** What a tool answered, on one line of at most `width` characters. */
function resultText(result: ToolResult, width: number): string {
  if (!result.success) return clip(`refused: ${result.error}`, width);
  if (result.message !== undefined) return clip(`ok: ${result.message}`, width);
  return clip(`ok: ${canonicalJson(result.data ?? null)}`, width);
}

/** One change of the state on one line: `+ /loans/L-4821 {...}`, `~ /books/B-3/available 2 -> 1`, `- /holds/H-9`. */
export function patchText(patch: Patch, width: number): string {
  const value = (json: Json | undefined): string => canonicalJson(json ?? null);
  if (patch.op === 'remove') return clip(`- ${patch.path}`, width);
  if (patch.op === 'add') return clip(`+ ${patch.path} ${value(patch.value)}`, width);
  return clip(`~ ${patch.path} ${value(patch.old)} -> ${value(patch.value)}`, width);
}

/** An executed call over several lines: the call, what came back, what changed. */
export function executedCallText(call: ExecutedCall, number: number, width: number): string {
  const lines = [resultText(call.result, width - 6), ...call.patches.map((patch) => patchText(patch, width - 6))];
  return numbered(call, number, lines);
}

/** The same with nothing left out, for somebody who has to work with it: of a list each item has a line. */
export function fullCallText(call: ExecutedCall, number: number): string {
  const { result } = call;
  const data = result.success && result.message === undefined ? result.data : undefined;
  const whole = Number.POSITIVE_INFINITY;
  const answer = Array.isArray(data)
    ? [`ok: ${data.length} items`, ...data.map((item) => `  ${canonicalJson(item)}`)]
    : [resultText(result, whole)];
  return numbered(call, number, [...answer, ...call.patches.map((patch) => patchText(patch, whole))]);
}

function numbered(call: ExecutedCall, number: number, lines: readonly string[]): string {
  return [`${String(number).padStart(2)}. ${callText(call)}`, ...lines.map((line) => `      ${line}`)].join('\n');
}
