import type { ScenarioProposal } from '../author/works/scenarios.ts';
import type { ExecutedCall } from '../domain/call.ts';
import type { RenderedPredicate } from '../domain/check.ts';
import type { Skeleton } from '../domain/skeleton.ts';
import type { State } from '../domain/state.ts';
import type { Talk } from '../domain/user-profile.ts';
import { operationOf } from './subject.ts';

/** The calls that a scenario rests on, and what is said beside them. */
interface Made {
  readonly refused: readonly ExecutedCall[];
  readonly reference: readonly ExecutedCall[];
  readonly talk: Talk;
}

/** Whoever changes what only the user can decide must have heard the user first: a lucky guess earns nothing. */
function askedFirst(skeleton: Skeleton, { facts }: Talk, reference: readonly ExecutedCall[]): RenderedPredicate[] {
  const places = facts.flatMap(({ decides }) => decides);
  const calls = reference.flatMap(({ tool, arguments: args }, index) => {
    const names = new Set(places.filter(({ call }) => call === index + 1).map(({ argument }) => argument.split('.')[0] ?? ''));
    if (names.size === 0 || operationOf(skeleton, tool)?.effect !== 'write') return [];
    return [{ tool, arguments: [...names].map((name) => ({ name, value: args[name] ?? null })), outcome: 'success' as const }];
  });
  return calls.length > 0 ? [{ kind: 'asked-first', calls }] : [];
}

/**
 * What a task that asks for something in vain demands of the calls: doing nothing must not be worth anything, so that credit is
 * earned by looking up the records that show why, or by meeting the refusal itself. Where nothing at all is to be changed,
 * no tool that writes may ever have succeeded.
 */
export function trajectoryPredicates(
  skeleton: Skeleton,
  initial: State,
  { evidence = [] }: Pick<ScenarioProposal, 'evidence'>,
  { refused, reference, talk }: Made,
): RenderedPredicate[] {
  const asked = askedFirst(skeleton, talk, reference);
  if (refused.length === 0) return asked;
  const writers = skeleton.operations.filter((operation) => operation.effect === 'write').map((operation) => operation.name);
  const changesNothing = reference.every((call) => operationOf(skeleton, call.tool)?.effect !== 'write');
  return [
    ...asked,
    { kind: 'looked-up', records: evidence.map((record) => shownRecord(skeleton, initial, record)), or: refused.map(patternOf) },
    ...(changesNothing ? [{ kind: 'never-called', tools: writers, outcome: 'success' } as const] : []),
  ];
}

type Evidence = NonNullable<ScenarioProposal['evidence']>[number];

function shownRecord(skeleton: Skeleton, initial: State, { collection, key, attributes }: Evidence) {
  const entity = skeleton.entities.find((candidate) => candidate.collection === collection);
  const record = initial[collection]?.[key] ?? {};
  const names = new Set([...(entity ? [entity.key] : []), ...attributes]);
  return { collection, key, fields: [...names].map((name) => ({ name, value: record[name] ?? null })) };
}

/** The refused attempt. Free text may be worded in any way, and what is optional may be left out. */
function patternOf({ tool, arguments: args }: ExecutedCall) {
  const decisive = Object.entries(args).filter(([, value]) => typeof value !== 'string' || !value.includes(' '));
  return { tool, arguments: decisive.map(([name, value]) => ({ name, value })), outcome: 'refused' as const };
}
