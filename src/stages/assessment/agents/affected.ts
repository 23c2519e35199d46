import { canonicalJson } from '../../../base/json.ts';
import type { Finding } from '../../../domain/environment/assessment.ts';
import type { EnvironmentCode } from '../../../domain/environment/environment.ts';
import type { Skeleton } from '../../../domain/environment/skeleton.ts';
import { helpersOf, nameOf } from './call-context.ts';

/** The parts of an environment's code that findings concern, and that a repair may rewrite. */
export interface Affected {
  readonly operations: readonly string[];
  /** Ids of invariant rules. */
  readonly invariants: readonly string[];
}

/** A finding concerns the operation it is about, those of its counterexample, and those that enforce the rule it is about. */
export function affectedBy(skeleton: Skeleton, findings: readonly Finding[]): Affected {
  const about = new Set(findings.flatMap((finding) => finding.about ?? []));
  const called = new Set(findings.flatMap((finding) => finding.counterexample?.calls.map((call) => call.tool) ?? []));
  return {
    operations: skeleton.operations
      .filter(({ name, rules }) => about.has(name) || called.has(name) || rules.some((rule) => about.has(rule)))
      .map((operation) => operation.name),
    invariants: skeleton.rules.filter((rule) => rule.kind === 'invariant' && about.has(rule.id)).map((rule) => rule.id),
  };
}

/** Of an author's changes those to affected parts, to helpers that affected operations use, and only what is not as before. */
export function restricted(code: EnvironmentCode, changes: EnvironmentCode, affected: Affected): EnvironmentCode {
  const methods = changes.methods.filter((method) => affected.operations.includes(method.operation));
  const isSame = <Item>(items: readonly Item[], item: Item): boolean =>
    items.some((other) => canonicalJson(other) === canonicalJson(item));
  const untouched = code.methods.filter((method) => !methods.some((other) => other.operation === method.operation));
  const replaced = new Set(changes.helpers.map(nameOf));
  const after: EnvironmentCode = {
    methods: [...untouched, ...methods],
    helpers: [...code.helpers.filter((helper) => !replaced.has(nameOf(helper))), ...changes.helpers],
    invariants: [],
  };
  const reachable = new Set(helpersOf(after, affected.operations));
  return {
    methods: methods.filter((method) => !isSame(code.methods, method)),
    helpers: changes.helpers.filter((helper) => reachable.has(helper) && !code.helpers.includes(helper)),
    invariants: changes.invariants.filter(
      (invariant) => affected.invariants.includes(invariant.rule) && !isSame(code.invariants, invariant),
    ),
  };
}

/** The names of what code rewrites: operations, helpers and rules. */
export function namesIn(changes: EnvironmentCode): string[] {
  return [
    ...changes.methods.map((method) => method.operation),
    ...changes.helpers.map(nameOf),
    ...changes.invariants.map((invariant) => invariant.rule),
  ];
}
