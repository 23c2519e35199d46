import type { Artifact } from '../../domain/kinds.ts';
import { spreadOf, stateDistance, touchedDistance } from './state-distance.ts';

/** How different the scenarios of an environment are, from 0 (alike) to 1 (nothing in common), averaged over environments. */
export interface VarietyFigures {
  /** Between the initial states, each counted once. */
  readonly states: { readonly mean: number; readonly least: number };
  /** Between the records that the references change. */
  readonly touched: { readonly mean: number; readonly least: number };
}

/** Pairwise distances within each environment; `least` is the least of all. Undefined where no environment has two scenarios. */
export function varietyFigures(scenarios: readonly Artifact<'scenario'>[]): VarietyFigures | undefined {
  const groups = new Map<string, Artifact<'scenario'>[]>();
  for (const scenario of scenarios) {
    groups.set(scenario.body.environment, [...(groups.get(scenario.body.environment) ?? []), scenario]);
  }
  const spreads = [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => {
      const states = new Map(group.map(({ body }) => [JSON.stringify(body.initialState), body.initialState]));
      return {
        states: spreadOf([...states.values()], stateDistance),
        touched: spreadOf(
          group.map(({ body }) => body),
          touchedDistance,
        ),
      };
    });
  if (spreads.length === 0) return undefined;
  return {
    states: overall(spreads.map(({ states }) => states)),
    touched: overall(spreads.map(({ touched }) => touched)),
  };
}

function overall(spreads: readonly { readonly mean: number; readonly least: number }[]): { mean: number; least: number } {
  return {
    mean: spreads.reduce((sum, { mean }) => sum + mean, 0) / spreads.length,
    least: Math.min(...spreads.map(({ least }) => least)),
  };
}
