import { canonicalJson } from '../../../base/json.ts';
import type { AwaitingCall } from '../../../domain/checks/kinds/asked-first.ts';
import type { RenderedPredicate } from '../../../domain/checks/kinds.ts';
import type { Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { Talk } from '../../../domain/scenario/user-profile.ts';
import type { State } from '../../../domain/state.ts';
import type { ScenarioProposal } from '../../../generation/work/scenarios.ts';
import { operationOf } from '../certificate-input.ts';

/** The calls that a scenario rests on, and what is said beside them. */
interface Made {
  readonly refused: readonly ExecutedCall[];
  readonly reference: readonly ExecutedCall[];
  readonly talk: Talk;
}

/**
 * Whoever changes what only the user can decide must have been told it first: a lucky guess earns nothing, nor does one that is mended later. So each
 * call of the tool about the same records waits, whatever it sets; where the reference itself makes another such call, the right one alone.
 */
function askedFirst(skeleton: Skeleton, { facts }: Talk, reference: readonly ExecutedCall[]): RenderedPredicate[] {
  const calls = reference.flatMap((call, index): AwaitingCall[] => {
    const { tool, arguments: args } = call;
    const awaited = facts.filter(({ decides }) => decides.some((place) => place.call === index + 1));
    const places = awaited.flatMap(({ decides }) => decides.filter((place) => place.call === index + 1));
    const decided = new Set(places.map(({ argument }) => argument.split('.')[0] ?? ''));
    const operation = operationOf(skeleton, tool);
    if (decided.size === 0 || operation?.effect !== 'write') return [];
    const given = (name: string) => ({ name, value: args[name] ?? null });
    const named = operation.parameters.filter(
      ({ name, type, required }) => type.kind === 'reference' && required && !decided.has(name) && name in args,
    );
    const about = named.map(({ name }) => given(name));
    const others = reference.filter((other) => other !== call && other.tool === tool && other.outcome === 'success');
    const isShared = others.some((other) =>
      about.every(({ name, value }) => canonicalJson(other.arguments[name] ?? null) === canonicalJson(value)),
    );
    const pattern = isShared ? [...decided].map(given) : about;
    return [{ tool, arguments: pattern, outcome: 'success', facts: awaited.map(({ id }) => id) }];
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
