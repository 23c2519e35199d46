import { isObject } from '../../../base/json.ts';

/** The answer that events are the parts of; or they end before it does, or are no parts of one. */
type Joined = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'cut-off' } | { readonly kind: 'foreign' };

/** A call of a tool while its parts come in. */
interface GrowingCall {
  id: unknown;
  name: string;
  readonly arguments: string[];
  /** Arguments that came as an object, whole. */
  object: unknown;
}

/**
 * Joins server-sent events to the chat completion that they are the parts of: content, reasoning, refusal, calls of tools,
 * finish reason and usage of the first choice. An event that tells of an error is what the whole tells.
 */
export function joinEvents(text: string): Joined {
  const content: string[] = [];
  const reasoning: string[] = [];
  const refusal: string[] = [];
  const calls: GrowingCall[] = [];
  const byIndex = new Map<unknown, GrowingCall>();
  let [finishReason, usage, model]: unknown[] = [];
  let error: unknown;
  let [isDone, hasChoices, isBroken] = [false, false, false];
  for (const data of eventData(text)) {
    if (data === '[DONE]') {
      isDone = true;
      continue;
    }
    const event = parsed(data);
    if (!isObject(event)) {
      isBroken ||= data !== '';
      continue;
    }
    if (isObject(event.usage)) usage = event.usage;
    model ??= event.model;
    const choice: unknown = Array.isArray(event.choices) ? event.choices.find(isFirstChoice) : undefined;
    if (hasError(event) || (event.choices === undefined && (event.object === 'error' || event.type === 'error'))) error ??= event;
    if (!isObject(choice)) continue;
    hasChoices = true;
    if (hasError(choice)) error ??= { ...choice, choices: undefined };
    finishReason = choice.finish_reason ?? finishReason;
    const delta = isObject(choice.delta) ? choice.delta : choice.message;
    if (!isObject(delta)) continue;
    push(content, delta.content);
    push(reasoning, delta.reasoning_content ?? delta.reasoning ?? delta.thinking);
    push(refusal, delta.refusal);
    if (Array.isArray(delta.tool_calls)) for (const part of delta.tool_calls) addCall(calls, byIndex, part);
    if (isObject(delta.function_call)) addCall(calls, byIndex, { index: 0, function: delta.function_call });
  }
  if (error !== undefined) return { kind: 'value', value: error };
  if (!hasChoices) return isDone ? { kind: 'value', value: { choices: [] } } : { kind: isBroken ? 'cut-off' : 'foreign' };
  if (!isDone && (finishReason === undefined || isBroken)) return { kind: 'cut-off' };
  const message = {
    role: 'assistant',
    content: content.join(''),
    ...(reasoning.length > 0 ? { reasoning_content: reasoning.join('') } : {}),
    ...(refusal.length > 0 ? { refusal: refusal.join('') } : {}),
    ...(calls.length > 0 ? { tool_calls: calls.map(callOf) } : {}),
  };
  const choices = [{ index: 0, message, finish_reason: finishReason }];
  return { kind: 'value', value: { object: 'chat.completion', model, choices, ...(usage === undefined ? {} : { usage }) } };
}

/** The data of each event; the lines of one event belong together. Events of which only a comment was sent have none. */
function* eventData(text: string): Generator<string> {
  let lines: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.startsWith('data:')) {
      // Some servers leave out the empty line between two events.
      if (lines.length > 0 && isWhole(lines)) {
        yield lines.join('\n');
        lines = [];
      }
      lines.push(line.slice(5).trim());
    } else if (line.trim() === '' && lines.length > 0) {
      yield lines.join('\n');
      lines = [];
    }
  }
  if (lines.length > 0) yield lines.join('\n');
}

function isWhole([first = '', ...more]: readonly string[]): boolean {
  return more.length === 0 && (first === '[DONE]' || (first.startsWith('{') && first.endsWith('}')));
}

function isFirstChoice(choice: unknown): boolean {
  return isObject(choice) && (choice.index === undefined || choice.index === null || choice.index === 0);
}

function hasError(value: Record<string, unknown>): boolean {
  return isObject(value.error) ? Object.keys(value.error).length > 0 : typeof value.error === 'string' && value.error !== '';
}

function push(to: string[], part: unknown): void {
  if (typeof part === 'string') {
    if (part !== '') to.push(part);
  } else if (Array.isArray(part)) {
    for (const item of part) push(to, isObject(item) ? item.text : item);
  }
}

/** The parts of a call have its index; one of another id is another call, whatever its index says. */
function addCall(calls: GrowingCall[], byIndex: Map<unknown, GrowingCall>, part: unknown): void {
  if (!isObject(part)) return;
  const { id } = part;
  const named = isObject(part.function) ? part.function : {};
  const name = typeof named.name === 'string' ? named.name : '';
  const hasId = id !== undefined && id !== null && id !== '';
  const latest = part.index === undefined ? calls.at(-1) : byIndex.get(part.index);
  const isOther =
    latest && ((hasId && latest.id !== undefined && latest.id !== id) || (name !== '' && startsAnew(latest, hasId)));
  const call = latest && !isOther ? latest : { id: undefined, name: '', arguments: [], object: undefined };
  if (call !== latest) {
    calls.push(call);
    byIndex.set(part.index, call);
  }
  if (hasId) call.id = id;
  if (call.name === '') call.name = name;
  if (typeof named.arguments === 'string') call.arguments.push(named.arguments);
  else if (named.arguments !== undefined && named.arguments !== null) call.object = named.arguments;
}

/** Without an id a name begins a call where the latest one is complete. */
function startsAnew(latest: GrowingCall, hasId: boolean): boolean {
  if (hasId || latest.name === '') return false;
  if (latest.object !== undefined) return true;
  return (latest.arguments.at(-1) ?? '').endsWith('}') && parsed(latest.arguments.join('')) !== undefined;
}

function callOf({ id, name, arguments: parts, object }: GrowingCall): object {
  return { id, type: 'function', function: { name, arguments: object ?? parts.join('') } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, or not yet.
    return undefined;
  }
}
