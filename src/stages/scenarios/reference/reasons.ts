import type { Declined } from '../../../domain/checks/kinds/declined.ts';
import type { Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { ScenarioKind } from '../../../domain/scenario/scenario-kind.ts';
import type { State } from '../../../domain/state.ts';
import { meansTheSame, reasonWords } from '../../../language/answers/thesaurus.ts';
import type { RecordedFact } from '../certificate/deciding-facts.ts';
import { operationOf } from '../certificate-input.ts';

interface InVain {
  readonly skeleton: Skeleton;
  readonly initial: State;
  readonly task: string;
  readonly kind: ScenarioKind;
  readonly refused: readonly ExecutedCall[];
  readonly reference: readonly ExecutedCall[];
  /** What decides, of each refusal. */
  readonly deciding: readonly (readonly RecordedFact[])[];
}

/** What has to be said of each thing asked for in vain: that it was not done, and why. One for each reason. */
export function reasonPredicates(inVain: InVain): Declined[] {
  const { skeleton, initial, task, kind, refused, reference, deciding } = inVain;
  const nouns = [
    ...skeleton.entities.map(({ name }) => name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')),
    ...refused.map(({ tool }) => tool.replaceAll('_', ' ')),
  ];
  const made = new Set(reference.map(({ tool }) => tool));
  const predicates = refused.map((call, index): Declined => {
    const facts = factsOf(initial, deciding[index] ?? []);
    const error = call.result.success ? '' : call.result.error;
    const own = ruleBehind(skeleton, call.tool, [error, ...facts].join(' '));
    const rules = skeleton.rules.filter((rule) => rule.id !== own?.id && rule.kind === 'guard').map(({ text }) => text);
    return {
      kind: 'declined',
      tool: call.tool,
      because: {
        as: kind === 'already-done' ? 'done' : 'forbidden',
        reason: [error, ...facts].filter((part) => part !== '').join(' '),
        rule: own?.text ?? '',
        elsewhere: rules,
        request: `${task} ${[...new Set(nouns)].join(' ')}`,
        acts: made.has(call.tool) ? [] : [call.tool.split('_')[0] ?? ''],
      },
    };
  });
  return predicates.filter(
    ({ because }, index) => predicates.findIndex((other) => other.because.reason === because.reason) === index,
  );
}

/** The rule of an operation whose words a refusal shares most; undefined where it shares none. */
function ruleBehind(skeleton: Skeleton, tool: string, error: string): Skeleton['rules'][number] | undefined {
  const enforced = operationOf(skeleton, tool)?.rules ?? [];
  const words = reasonWords(error);
  const scored = skeleton.rules
    .filter(({ id }) => enforced.includes(id))
    .map((rule) => ({
      rule,
      shared: reasonWords(rule.text).filter((word) => words.some((one) => meansTheSame(one, word))).length,
    }))
    .filter(({ shared }) => shared > 0);
  return scored.sort((one, other) => other.shared - one.shared)[0]?.rule;
}

/** "status cancelled", "beds 2": the facts that decide, in the words of the records. */
function factsOf(initial: State, facts: readonly RecordedFact[]): string[] {
  return facts.flatMap(({ collection, key, attribute }) => {
    const value = initial[collection]?.[key]?.[attribute];
    if (value === undefined || value === null || value === false || typeof value === 'object' || attribute.endsWith('_id'))
      return [];
    const said = value === true ? '' : ` ${String(value).replaceAll('_', ' ')}`;
    return [`${attribute.replaceAll('_', ' ')}${said}`];
  });
}
