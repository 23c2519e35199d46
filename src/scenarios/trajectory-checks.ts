import type { ScenarioProposal } from '../author/works/scenarios.ts';
import type { ExecutedCall } from '../domain/call.ts';
import type { RenderedPredicate } from '../domain/check.ts';
import type { Skeleton } from '../domain/skeleton.ts';
import type { State } from '../domain/state.ts';
import { operationOf } from './subject.ts';

/**
 * What a task that asks for something in vain demands of the calls: doing nothing must not be worth anything, so that credit is
 * earned by looking up the records that show why, or by meeting the refusal itself. Where nothing at all is to be changed,
 * no tool that writes may ever have succeeded.
 */
export function trajectoryPredicates(
  skeleton: Skeleton,
  initial: State,
  { evidence = [] }: Pick<ScenarioProposal, 'evidence'>,
  { refused, reference }: { readonly refused: readonly ExecutedCall[]; readonly reference: readonly ExecutedCall[] },
): RenderedPredicate[] {
  if (refused.length === 0) return [];
  const writers = skeleton.operations.filter((operation) => operation.effect === 'write').map((operation) => operation.name);
  const changesNothing = reference.every((call) => operationOf(skeleton, call.tool)?.effect !== 'write');
  return [
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
