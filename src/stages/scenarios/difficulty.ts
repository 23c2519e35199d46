import { canonicalJson } from '../../base/json.ts';
import type { Environment } from '../../domain/environment/environment.ts';
import type { ExecutedCall } from '../../domain/rollout/call.ts';
import type { ArgumentSource, Difficulty } from '../../domain/scenario/scenario.ts';
import { mustBeDeclined, type ScenarioKind } from '../../domain/scenario/scenario-kind.ts';
import type { State } from '../../domain/state.ts';
import { valueAt } from './leaves.ts';

/** What the difficulty of a scenario is counted on. */
export interface Effort {
  readonly initial: State;
  readonly reference: readonly ExecutedCall[];
  readonly provenance: readonly ArgumentSource[];
  readonly kind: ScenarioKind;
  readonly task: string;
}

/** Words with which a task makes something depend on what is found out. */
const conditional = /\b(if|unless|otherwise|whoever|whichever|whatever|in case|as long as|only where|except)\b/gi;

/** How hard a scenario is, counted on its reference, its provenance and the words of its task. */
export function difficultyOf({ skeleton }: Environment, { initial, reference, provenance, kind, task }: Effort): Difficulty {
  const operations = new Map(skeleton.operations.map((operation) => [operation.name, operation]));
  const writes = reference.filter((call) => operations.get(call.tool)?.effect === 'write');
  const hidden = provenance.filter(({ origin }) => ['observation', 'derived', 'user'].includes(origin.kind));
  const values = new Set(
    hidden.map(({ call, argument }) => canonicalJson(valueAt(reference[call - 1]?.arguments ?? {}, argument))),
  );
  const places = new Set(writes.flatMap((call) => call.patches.map(({ path }) => path.split('/').slice(1, 3).join('/'))));
  const collections = new Set([...places].map((place) => place.split('/')[0] ?? ''));
  const alike = [...collections].reduce((sum, name) => sum + Object.keys(initial[name] ?? {}).length, 0);
  const touched = [...places].filter((place) => {
    const [name = '', key = ''] = place.split('/');
    return Object.hasOwn(initial[name] ?? {}, key);
  }).length;
  const words = task.match(conditional)?.length ?? 0;
  return {
    reads: reference.length - writes.length,
    writes: writes.length,
    discovered: values.size,
    rules: new Set(writes.flatMap((call) => operations.get(call.tool)?.rules ?? [])).size,
    distractors: alike - touched,
    conditions: Math.min(words, 4) + (kind === 'bulk' || mustBeDeclined(kind) ? 1 : 0),
  };
}
