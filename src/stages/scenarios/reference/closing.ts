import { isJsonObject, type Json } from '../../../base/json.ts';
import { seededRandom } from '../../../base/random.ts';
import type { Declined } from '../../../domain/checks/kinds/declined.ts';
import type { Told } from '../../../domain/checks/kinds/told.ts';
import type { Entity, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { State, StateRecord } from '../../../domain/state.ts';
import { listOf } from '../../../language/lists.ts';
import { pastTense } from '../../../language/past-tense.ts';
import { spoken, spokenAs } from '../../../language/spoken-values.ts';
import { operationOf } from '../certificate-input.ts';

interface Closed {
  readonly skeleton: Skeleton;
  readonly initial: State;
  readonly reference: readonly ExecutedCall[];
  readonly refused: readonly ExecutedCall[];
  readonly told: readonly Told[];
  /** How each answer is said, with {} for the value. */
  readonly sentences: readonly string[];
  readonly declined: readonly Declined[];
  /** Decides the turns of phrase. */
  readonly seed: string;
}

/** The final message of the reference: what was done with whom and how much, what was asked, and what was not done and why. */
export function closingOf(closed: Closed): string {
  const { reference, told, sentences, seed } = closed;
  const random = seededRandom(`${seed}/closing`);
  const changes = reference.filter((call) => call.patches.length > 0);
  const done = doneSentences(closed, changes, random.integer(0, 2));
  const answers = told.map(({ answer }, index) => withValue(sentences[index] ?? '{}', spoken(answer.value, answer.type)));
  const left = declinedSentences(closed, changes.length > 0);
  const parts = [...done, ...left, ...answers];
  return parts.join(' ');
}

function withValue(sentence: string, value: string): string {
  const said = sentence.replace('{}', value);
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}

/** One sentence for each change, those of one tool together: "I booked the room for Omar Conti: 13 March, 3 nights." */
function doneSentences(closed: Closed, changes: readonly ExecutedCall[], turn: number): string[] {
  const byTool = new Map<string, ExecutedCall[]>();
  for (const call of changes) byTool.set(call.tool, [...(byTool.get(call.tool) ?? []), call]);
  return [...byTool].map(([tool, calls], index) => {
    const messages = calls.flatMap(({ result }) =>
      result.success && result.message !== undefined ? [sentence(result.message)] : [],
    );
    if (messages.length === calls.length) return messages.join(' ');
    const [verb = '', ...rest] = tool.split('_');
    const details = calls.map((call) => detailsOf(closed, call)).filter((text) => text !== '');
    const say = (form: 'past' | 'participle'): string => actWords(verb, rest, form, calls.length > 1);
    const opening =
      [`I ${say('past')}`, `I have ${say('participle')}`, index === 0 ? `Done: I ${say('past')}` : `I also ${say('past')}`][
        turn
      ] ?? `I ${say('past')}`;
    return details.length === 0 ? `${opening}.` : `${opening}: ${details.join('; ')}.`;
  });
}

/** Words between a verb and what it is done to: "check out", "take up". */
const particles = new Set(['out', 'in', 'up', 'off', 'back', 'on']);

/** What a tool does, in the past: "booked the room", "took up the hold", "marked it as cleaned", "sent it to the workshop". */
function actWords(verb: string, rest: readonly string[], form: 'base' | 'past' | 'participle', isSeveral: boolean): string {
  const past = form === 'base' ? verb : pastTense(verb, form);
  const [first = '', ...others] = rest;
  const them = isSeveral ? 'them' : 'it';
  if (rest.length === 0) return `${past} ${them}`;
  if (particles.has(first))
    return others.length === 0 ? `${past} ${them} ${first}` : `${past} ${first} the ${pluralised(others, isSeveral)}`;
  if (/^(?:to|from|for|as|by)$/.test(first)) return `${past} ${them} ${first} the ${others.join(' ')}`;
  if (/ed$/.test(first) && others.length === 0)
    return verb === 'mark' ? `${past} ${them} as ${first}` : `${past} what was ${first}`;
  return `${past} the ${pluralised(rest, isSeveral)}`;
}

function pluralised(words: readonly string[], isSeveral: boolean): string {
  const text = words.join(' ');
  if (!isSeveral || text.endsWith('s')) return text;
  return /[^aeiou]y$/.test(text) ? `${text.slice(0, -1)}ies` : `${text}s`;
}

/** The arguments of a call in words, keys by what the records are called: "Omar Conti, room 204, arrival 13 March". */
function detailsOf(closed: Closed, call: ExecutedCall): string {
  const { skeleton } = closed;
  const operation = operationOf(skeleton, call.tool);
  const parts = Object.entries(call.arguments).flatMap(([name, value]): string[] => {
    if (value === null || value === undefined) return [];
    const type = operation?.parameters.find((parameter) => parameter.name === name)?.type;
    const entity = type?.kind === 'reference' ? skeleton.entities.find((one) => one.name === type.entity) : undefined;
    if (entity && typeof value === 'string') return [labelOf(closed, entity, value)];
    if (Array.isArray(value))
      return value.every((item: Json) => !isJsonObject(item)) ? [listOf(value.map((item: Json) => spokenAs(name, item)))] : [];
    if (isJsonObject(value)) return [];
    const words = name.replace(/_cents$/, '').replaceAll('_', ' ');
    return typeof value === 'string' && value.includes(' ') && !/^\d{4}-/.test(value)
      ? [`${words} "${value}"`]
      : [`${words} ${spokenAs(name, value)}`];
  });
  return parts.join(', ');
}

/** "Omar Conti", "stay S-12 of Omar Conti": the name of a record, or its key and the name of one that it belongs to. */
function labelOf({ skeleton, initial }: Closed, entity: Entity, key: string): string {
  const record = initial[entity.collection]?.[key];
  const name = nameOf(record);
  if (name !== undefined) return name === key ? key : name;
  const noun = entity.name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  for (const attribute of entity.attributes) {
    const { type } = attribute;
    const value = record?.[attribute.name];
    const owner = type.kind === 'reference' ? skeleton.entities.find((one) => one.name === type.entity) : undefined;
    const owned = owner && typeof value === 'string' ? nameOf(initial[owner.collection]?.[value]) : undefined;
    if (owned !== undefined) return `${noun} ${key} (${owned})`;
  }
  return `${noun} ${key}`;
}

function nameOf(record: StateRecord | undefined): string | undefined {
  for (const attribute of ['name', 'full_name', 'title', 'label', 'subject']) {
    const value = record?.[attribute];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

function declinedSentences({ refused, declined }: Closed, somethingDone: boolean): string[] {
  const said = new Set<string>();
  return declined.flatMap(({ tool, because }, index) => {
    const call = refused.find((one) => one.tool === tool && !one.result.success && because.reason.startsWith(one.result.error));
    const reason = call && !call.result.success ? call.result.error : because.reason;
    if (said.has(reason)) return [];
    said.add(reason);
    const [verb = '', ...rest] = tool.split('_');
    const what = actWords(verb, rest, 'base', false);
    if (because.as === 'done')
      return [
        `${somethingDone ? 'For the rest' : 'I changed nothing, for'} ${somethingDone ? 'there was nothing left to do' : 'that is so already'}: ${sentence(reason)}`,
      ];
    return [
      `${index > 0 || somethingDone ? 'However, I could not' : 'I could not'} ${what}, and left ${somethingDone ? 'that' : 'everything'} as it was: ${sentence(reason)}`,
    ];
  });
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
