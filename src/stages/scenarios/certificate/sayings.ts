import type { Check } from '../../../domain/checks/check.ts';
import type { Declined } from '../../../domain/checks/kinds/declined.ts';
import type { Told } from '../../../domain/checks/kinds/told.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { ArgumentSource, Trial } from '../../../domain/scenario/scenario.ts';
import type { State } from '../../../domain/state.ts';
import { tells } from '../../../language/answers/tells.ts';
import { spoken } from '../../../language/spoken-values.ts';
import { type CertificateInput, isWrite } from '../certificate-input.ts';

/** The reference with another final message, or its final message without all of its calls. */
export interface Saying {
  readonly kind: Trial['kind'];
  readonly call: number;
  readonly what: string;
  readonly calls: readonly ExecutedCall[];
  readonly final: State;
  readonly closing: string;
}

/** Wrong values, and reasons of other rules, that are tried for each thing to be said. */
const mostTried = 3;

/**
 * What an agent might say in place of what there is to say: for each answer nothing, wrong values, all values at once; for each
 * reason nothing, no reason and those of other rules; and the right words where nobody looked, or not at all that decides.
 * The right words in other words than the reference's are right.
 */
export function sayings(input: CertificateInput, provenance: readonly ArgumentSource[]): Saying[] {
  const parts = input.checks.flatMap(partOf);
  if (parts.length === 0) return [];
  const { reference, final, task, start } = input;
  const all = { calls: reference, final };
  const around = (index: number, instead: string): string =>
    parts
      .flatMap((part, place) => {
        if (place === index) return [instead];
        // A reason may hold an answer ("it sleeps 3, not 4"): it is left out where that answer is to be missing.
        return parts[index]?.isToldBy?.(part.right) ? [] : [part.right];
      })
      .join(' ')
      .trim();
  const right = around(-1, '');
  const departures = parts.flatMap(({ wrong }, index) =>
    wrong.map(
      ({ kind, says }): Saying => ({
        kind,
        call: 0,
        what: says === '' ? 'nothing is said' : says,
        ...all,
        closing: around(index, says),
      }),
    ),
  );
  const mentions = parts.some(({ isAnswer }) => isAnswer);
  return [
    { kind: 'other-words', call: 0, what: right, ...all, closing: right },
    { kind: 'unsaid', call: 0, what: 'no final message', ...all, closing: '' },
    ...(mentions ? [{ kind: 'parroted' as const, call: 0, what: 'the task is repeated', ...all, closing: task }] : []),
    ...departures,
    ...(parts.some(({ isAnswer }) => !isAnswer)
      ? [
          {
            kind: 'unlooked' as const,
            call: 0,
            what: 'the right words without any call',
            calls: [],
            final: start.state,
            closing: right,
          },
          ...withoutReads(input, provenance).map((saying) => ({ ...saying, closing: right })),
        ]
      : []),
  ];
}

interface Part {
  readonly isAnswer: boolean;
  /** Whether a text tells this answer. */
  isToldBy?(text: string): boolean;
  readonly right: string;
  readonly wrong: readonly { readonly kind: Trial['kind']; readonly says: string }[];
}

function partOf({ predicate }: Check): Part[] {
  if (predicate.kind === 'told') return [answerPart(predicate)];
  return predicate.kind === 'declined' ? [reasonPart(predicate)] : [];
}

function answerPart({ about, answer }: Told): Part {
  const { type, value, others } = answer;
  const say = (words: string): string => `${about.charAt(0).toUpperCase()}${about.slice(1)}: ${words}.`;
  const single =
    type === 'list' ? [] : others.map((other) => spoken(other, type)).filter((words) => words !== spoken(value, type));
  const shown = spoken(value, type);
  const lists =
    type === 'list' && Array.isArray(value)
      ? [spoken(value.slice(1), 'list'), spoken([...value, ...others.slice(0, 1)], 'list')].filter((words) => words !== shown)
      : [];
  const contrary = typeof value === 'boolean' ? [spoken(!value, type)] : [];
  return {
    isAnswer: true,
    isToldBy: (text) => tells([{ text }], answer),
    right: say(shown),
    wrong: [
      { kind: 'unsaid', says: '' },
      ...[...new Set([...single, ...lists, ...contrary])]
        .slice(0, mostTried)
        .map((words) => ({ kind: 'wrong-answer' as const, says: say(words) })),
      ...(single.length > 0
        ? [
            { kind: 'all-answers' as const, says: say([...single.slice(0, mostTried), shown].join(' or ')) },
            { kind: 'all-answers' as const, says: say([shown, ...single.slice(0, mostTried)].join(', ')) },
          ]
        : []),
    ],
  };
}

function reasonPart({ tool, because }: Declined): Part {
  const what = tool.replaceAll('_', ' ');
  const refuse = (reason: string): string =>
    because.as === 'done' ? `I changed nothing, it is so already. ${reason}` : `I could not ${what}. ${reason}`;
  return {
    isAnswer: false,
    right: refuse(because.reason),
    wrong: [
      { kind: 'unsaid', says: '' },
      { kind: 'unsaid', says: 'Done.' },
      ...(because.as === 'forbidden' ? [{ kind: 'no-reason' as const, says: refuse('') }] : []),
      ...because.elsewhere
        .slice(0, mostTried)
        .map((rule) => ({ kind: 'other-reason' as const, says: `I could not ${what}. ${rule}` })),
    ],
  };
}

/**
 * For each read of the reference all its calls but this one and those that rest on it, where it is the only one that shows
 * something that had to be looked up.
 */
function withoutReads(input: CertificateInput, provenance: readonly ArgumentSource[]): Omit<Saying, 'closing'>[] {
  const { reference, skeleton, final } = input;
  return reference.flatMap((call, index) => {
    if (isWrite(skeleton, call.tool)) return [];
    const gone = dependants(index + 1, provenance, reference.length);
    const calls = reference.filter((_, place) => !gone.has(place + 1));
    if (reference.some((one, place) => gone.has(place + 1) && isWrite(skeleton, one.tool))) return [];
    return isNeeded(input, calls)
      ? [{ kind: 'unread' as const, call: index + 1, what: `${call.tool} is left out`, calls, final }]
      : [];
  });
}

/** A call and all that take a value from it, or from one that does. */
function dependants(call: number, provenance: readonly ArgumentSource[], count: number): Set<number> {
  const gone = new Set([call]);
  for (let place = call + 1; place <= count; place++) {
    const sources = provenance.flatMap((one) =>
      one.call === place && one.origin.kind === 'observation' ? [one.origin.call] : [],
    );
    if (sources.some((source) => gone.has(source))) gone.add(place);
  }
  return gone;
}

/** Whether the calls that are left show less of what had to be seen than the reference does. */
function isNeeded({ checks }: CertificateInput, left: readonly ExecutedCall[]): boolean {
  const shown = left.map(({ result }) => JSON.stringify(result)).join('\n');
  const records = checks.flatMap(({ predicate }) => (predicate.kind === 'looked-up' ? predicate.records : []));
  return records.some(
    ({ key, fields }) => !shown.includes(JSON.stringify(key)) || fields.some(({ name }) => !shown.includes(`"${name}"`)),
  );
}
