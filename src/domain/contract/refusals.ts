import type { Operation, Skeleton } from '../environment/skeleton.ts';
import type { State } from '../state.ts';
import { must, type Promised, type Reason, type World } from './form.ts';

/** A reason with what became of it: `unknown` where the condition could not be asked, since a record it needs is missing. */
export interface Standing {
  readonly kind: Reason['kind'];
  readonly text: string;
  readonly holds: boolean | 'unknown';
}

/** Whether a call is refused, accepted, or may be either, and the reason that decides. */
export type Ruling =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'either'; readonly reason: string }
  | { readonly kind: 'accepted' };

interface Call {
  readonly world: World<State>;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * What a contract says of a call whose arguments have the right form and their defaults. An argument that must refer to a
 * record and refers to none is refused without a word of the contract.
 */
export function rulingOf(
  skeleton: Skeleton,
  operation: Operation,
  promised: Promised<World<State>, never, State>,
  call: Call,
): Ruling {
  const [dangling] = danglingReferences(skeleton, operation, call);
  if (dangling) return { kind: 'refused', reason: dangling.text };
  let doubt: string | undefined;
  for (const reason of reasonsOf(promised, call)) {
    if (!reason.holds()) continue;
    if (reason.kind === 'must') return { kind: 'refused', reason: reason.text };
    doubt ??= reason.text;
  }
  return doubt === undefined ? { kind: 'accepted' } : { kind: 'either', reason: doubt };
}

/** Every reason for refusing a call, each asked for itself, so that one sees which stand alone. */
export function standingReasons(
  skeleton: Skeleton,
  operation: Operation,
  promised: Promised<World<State>, never, State>,
  call: Call,
): readonly Standing[] {
  const dangling = danglingReferences(skeleton, operation, call);
  if (dangling.length > 0) return dangling.map(({ kind, text }) => ({ kind, text, holds: true }));
  return reasonsOf(promised, call).map((reason) => ({ kind: reason.kind, text: reason.text, holds: asked(reason) }));
}

function asked(reason: Reason): boolean | 'unknown' {
  try {
    return reason.holds();
  } catch {
    return 'unknown';
  }
}

function reasonsOf(promised: Promised<World<State>, never, State>, { world, args }: Call): readonly Reason[] {
  // The form of the arguments was checked, which is what the declared types of a contract stand for.
  return promised.refuse?.(world, args as never) ?? [];
}

function danglingReferences({ entities }: Skeleton, operation: Operation, { world, args }: Call): Reason[] {
  return operation.parameters.flatMap(({ name, type, required }) => {
    if (type.kind !== 'reference' || !required) return [];
    const { name: entity, collection = '' } = entities.find((candidate) => candidate.name === type.entity) ?? {};
    const isThere = Object.hasOwn(world.state[collection] ?? {}, String(args[name]));
    return isThere ? [] : [must(`there is no such ${entity}`, () => true)];
  });
}
