import type { EnvironmentCode } from '../../domain/environment/environment.ts';
import type { Skeleton } from '../../domain/environment/skeleton.ts';

export const noCode: EnvironmentCode = { methods: [], helpers: [], invariants: [] };

/** Code with some methods, helpers and invariants replaced or added; a helper replaces the one of the same name. */
export function mergeCode(code: EnvironmentCode, changes: EnvironmentCode): EnvironmentCode {
  return {
    methods: replaceBy(code.methods, changes.methods, (method) => method.operation),
    helpers: replaceBy(code.helpers, changes.helpers, helperName),
    invariants: replaceBy(code.invariants, changes.invariants, (invariant) => invariant.rule),
  };
}

function replaceBy<Item>(items: readonly Item[], changes: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const changed = new Map(changes.map((change) => [keyOf(change), change]));
  const kept = items.map((item) => {
    const key = keyOf(item);
    const change = changed.get(key) ?? item;
    changed.delete(key);
    return change;
  });
  return [...kept, ...changed.values()];
}

/** The name of a private method; the whole text where none can be made out (the compiler will say so). */
export function helperName(helper: string): string {
  return /\bprivate\s+(?:static\s+)?([A-Za-z_$][\w$]*)/.exec(helper)?.[1] ?? helper;
}

/** Operations without a body, invariants without a predicate, and code for things that do not exist. */
export function codeGaps(skeleton: Skeleton, code: EnvironmentCode): string[] {
  const operations = skeleton.operations.map((operation) => operation.name);
  const invariants = skeleton.rules.filter((rule) => rule.kind === 'invariant').map((rule) => rule.id);
  const written = code.methods.map((method) => method.operation);
  const stated = code.invariants.map((invariant) => invariant.rule);
  return [
    ...operations.filter((name) => !written.includes(name)).map((name) => `The body of operation ${name} is missing.`),
    ...written
      .filter((name) => !operations.includes(name))
      .map((name) => `There is a body for ${name}, which is not an operation.`),
    ...invariants.filter((rule) => !stated.includes(rule)).map((rule) => `The predicate of invariant ${rule} is missing.`),
    ...stated
      .filter((rule) => !invariants.includes(rule))
      .map((rule) => `There is a predicate for ${rule}, which is not an invariant rule.`),
  ];
}

/** Code without what belongs to no operation and no invariant of the skeleton. */
export function withoutStrays(skeleton: Skeleton, code: EnvironmentCode): EnvironmentCode {
  const operations = new Set(skeleton.operations.map((operation) => operation.name));
  const invariants = new Set(skeleton.rules.filter((rule) => rule.kind === 'invariant').map((rule) => rule.id));
  return {
    methods: code.methods.filter((method) => operations.has(method.operation)),
    helpers: code.helpers,
    invariants: code.invariants.filter((invariant) => invariants.has(invariant.rule)),
  };
}
