import type { EnvironmentCode } from '../../../domain/environment/environment.ts';
import type { Branch } from '../../../sandbox/sandbox.ts';

/** For each operation the rules that comments name beside its returns, and beside those of the private methods it calls. */
export function ruleSites(code: EnvironmentCode, branches: readonly Branch[]): ReadonlyMap<string, ReadonlySet<string>> {
  const calls = new Map<string, readonly string[]>();
  for (const { operation, body } of code.methods) calls.set(operation, calledIn(body));
  for (const helper of code.helpers) calls.set(nameOf(helper), calledIn(helper));
  return new Map(
    code.methods.map(({ operation }) => {
      const methods = reachableFrom(operation, calls);
      return [operation, new Set(branches.filter((branch) => methods.has(branch.method)).flatMap((branch) => branch.rules))];
    }),
  );
}

function calledIn(text: string): string[] {
  return [...text.matchAll(/\bthis\.([A-Za-z_$][\w$]*)\(/g)].map((match) => match[1] ?? '');
}

function nameOf(helper: string): string {
  return /\bprivate\s+([A-Za-z_$][\w$]*)/.exec(helper)?.[1] ?? '';
}

function reachableFrom(method: string, calls: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set([method]);
  for (const name of reached) for (const called of calls.get(name) ?? []) reached.add(called);
  return reached;
}
