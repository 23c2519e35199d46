import { isObject } from '../../base/json.ts';
import type { FunctionTool } from '../formats/tool-schema.ts';
import type { Turn } from './conversation.ts';

/** Marks of the text form of calls: a text that contains one would be taken apart at the wrong place. */
export const marks = /<\/?(think|tool_call|tool_response)>/;

/** All that is said in a turn, where a mark of the form would be misread. */
export function textsOf(turn: Turn): string[] {
  if (turn.kind === 'user') return [turn.text];
  const said = [turn.text, turn.reasoning ?? ''];
  return turn.kind === 'answer'
    ? said
    : [...said, ...turn.calls.flatMap((call) => [JSON.stringify(call.arguments), call.result])];
}

/** The system message with the tools in it, as the chat template of Qwen3 writes it. */
export function systemWithTools(system: string, tools: readonly FunctionTool[]): string {
  const listed = tools.map((tool) => spacedJson(tool)).join('\n');
  return `${system === '' ? '' : `${system}\n\n`}# Tools\n\nYou may call one or more functions to assist with the user query.\n\nYou are provided with function signatures within <tools></tools> XML tags:\n<tools>\n${listed}\n</tools>\n\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n<tool_call>\n{"name": <function-name>, "arguments": <args-json-object>}\n</tool_call>`;
}

/** What the agent says in a turn, as text: reasoning, words, calls. */
export function agentText(turn: Exclude<Turn, { kind: 'user' }>): string {
  const thought = turn.reasoning === undefined ? '' : `<think>\n${turn.reasoning.trim()}\n</think>\n\n`;
  if (turn.kind === 'answer') return `${thought}${turn.text}`;
  const calls = turn.calls.map(
    ({ name, arguments: args }) => `<tool_call>\n${spacedJson({ name, arguments: args })}\n</tool_call>`,
  );
  return `${thought}${[...(turn.text.trim() === '' ? [] : [turn.text.trim()]), ...calls].join('\n')}`;
}

/** The results of a turn's calls as the template hands them back: in the place of a user's message. */
export function resultsText(turn: Extract<Turn, { kind: 'calls' }>): string {
  return turn.calls.map(({ result }) => `<tool_response>\n${result}\n</tool_response>`).join('\n');
}

/** JSON with a space after commas and colons, as Python writes it and templates expect it. */
function spacedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => `${JSON.stringify(key)}: ${spacedJson(item)}`)
    .join(', ')}}`;
}
