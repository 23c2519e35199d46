import { withDefaults } from '../../../domain/contract/call-arguments.ts';
import type { Answer, Change, Contract, Promised, World } from '../../../domain/contract/form.ts';
import { rulingOf, standingReasons } from '../../../domain/contract/refusals.ts';
import type { Operation, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { State } from '../../../domain/state.ts';
import { argumentsValidators } from '../../../sandbox/host/arguments.ts';
import { type Case, worldOf } from './scene.ts';

/** Changes of one call that are looked at to tell it from others. */
const mostChanges = 20;

/** What a contract says of one call. */
export interface Expectation {
  readonly kind: 'accepted' | 'refused' | 'either';
  /**
   * Alike for calls that the contract treats alike: the reason of a refusal without names and numbers, or what kinds of records a
   * success changes and how much it answers. Calls with another sort are another thing to try.
   */
  readonly sort: string;
  /** Whether no other reason stands beside the one of a refusal. */
  readonly isAlone: boolean;
}

export interface ContractReader {
  /** undefined for a call whose arguments do not have the form, and where the contract cannot say (a record that it needs is missing). */
  read(operation: Operation, at: Case): Expectation | undefined;
  promisedOf(operation: Operation): Promised<World<State>, never, State> | undefined;
}

export function contractReader(
  skeleton: Skeleton,
  contract: Contract<State>,
  tools: Parameters<typeof argumentsValidators>[0],
): ContractReader {
  const validators = argumentsValidators(tools);
  const fits = (call: ToolCall): boolean => {
    const checked = validators.get(call.tool)?.(call.arguments);
    return checked !== undefined && !('problem' in checked);
  };
  return {
    promisedOf: (operation) => contract[operation.name],
    read(operation, { scene, call }) {
      const promised = contract[operation.name];
      if (!promised || !fits(call)) return undefined;
      const asked = { world: worldOf(skeleton, scene), args: withDefaults(operation, call.arguments) };
      try {
        const ruling = rulingOf(skeleton, operation, promised, asked);
        if (ruling.kind === 'accepted') {
          // The form was checked, which is what the declared types of a contract stand for.
          return { kind: 'accepted', sort: successSort(promised, asked.world, asked.args as never), isAlone: true };
        }
        const standing = standingReasons(skeleton, operation, promised, asked).filter(({ holds }) => holds === true);
        return { kind: ruling.kind, sort: `${ruling.kind} ${withoutNames(ruling.reason)}`, isAlone: standing.length <= 1 };
      } catch {
        return undefined;
      }
    },
  };
}

/** Names in quotation marks and words with a digit do not make another reason; the id of a rule does. */
function withoutNames(reason: string): string {
  return reason.replace(/"[^"]*"/g, '#').replace(/\S*\d\S*/g, (word) => (/^R\d+:?$/.test(word) ? word : '#'));
}

function successSort(promised: Promised<World<State>, never, State>, world: World<State>, args: never): string {
  const changes = promised.changes?.(world, args) ?? [];
  const shown = [...new Set(changes.slice(0, mostChanges).map((change) => changeSort(world, change)))].sort();
  // What a write answers depends on the state after it, which is not known here.
  const answered = promised.changes ? '' : answerSort(promised.answer?.(world, args, world.state));
  return `accepted ${shown.join('; ')} ${Math.min(changes.length, 4)} ${answered}`;
}

function changeSort({ state }: World<State>, change: Change): string {
  if (change.kind === 'remove') return `removes ${change.collection}`;
  const old = change.kind === 'change' ? state[change.collection]?.[change.key] : undefined;
  const parts = Object.entries(change.values).map(([name, value]) => {
    const isWord = typeof value === 'boolean' || value === null || (typeof value === 'string' && /^[a-z_]{2,20}$/.test(value));
    return `${name}${isWord ? `=${value}` : old && old[name] === value ? ' as it was' : ''}`;
  });
  return `${change.kind} ${change.collection} ${parts.sort().join(',')}`;
}

function answerSort(answer: Answer | undefined): string {
  if (typeof answer !== 'object' || answer === null) return typeof answer;
  const items = 'kind' in answer && answer.kind === 'listing' && 'items' in answer ? answer.items : answer;
  return Array.isArray(items) ? `${Math.min(items.length, 5)} items` : fieldSort(answer);
}

/** Of an object which fields are empty, and how long its lists are. */
function fieldSort(answer: object): string {
  return Object.entries(answer)
    .map(([name, value]) => (Array.isArray(value) ? `${name}:${Math.min(value.length, 3)}` : `${name}${value ? '' : ':none'}`))
    .join(',');
}
