import type { Artifact } from '../domain/kinds.ts';
import { usableScenarios } from '../domain/scenario/usable-scenarios.ts';
import type { Unit } from '../engine/stage.ts';
import type { UnitReason } from '../engine/stage-outcome.ts';
import { scenarioSubject, stateNumberOf } from './scenario-unit.ts';
import { stateSubject, stateUnit } from './state-unit.ts';

/** How often further scenarios are asked for in place of those that are of no use. */
export const furtherWaves = 3;

/** How far the scenarios of an environment are. What comes next depends on nothing else, so that a resumed run takes the same way. */
export interface ScenarioTally {
  readonly environment: Artifact<'environment'>;
  /** How many usable scenarios are wanted. */
  readonly asked: number;
  /** The highest number that was gone for. */
  readonly upTo: number;
  readonly made: readonly Artifact<'scenario'>[];
  /** Numbers that were rejected, or whose state was. */
  readonly rejected: number;
}

/** A scenario that is wanted. */
export interface WantedScenario {
  readonly environment: Artifact<'environment'>;
  readonly number: number;
}

export function emptyTally(environment: Artifact<'environment'>, asked: number): ScenarioTally {
  return { environment, asked, upTo: 0, made: [], rejected: 0 };
}

/**
 * The numbers to go for next: as many as are asked for, and then one further for each that repeats another or is incomplete,
 * within bounds. Numbers that failed or were put off are not made up for: the same command goes on with them.
 */
export function nextNumbers({ environment, asked, upTo, made, rejected }: ScenarioTally): readonly WantedScenario[] {
  const useless = made.length - usableScenarios(made).length + rejected;
  const last = Math.min(asked + useless, mostNumbers(asked));
  return Array.from({ length: Math.max(0, last - upTo) }, (_, index) => ({ environment, number: upTo + index + 1 }));
}

function mostNumbers(asked: number): number {
  return asked + Math.floor(asked / 2) + 3;
}

/** What a wave came to: `rejections` are those of scenarios and of states. */
interface Wave {
  readonly wanted: readonly WantedScenario[];
  readonly scenarios: readonly Artifact<'scenario'>[];
  readonly rejections: readonly UnitReason[];
}

export function withWave(tally: ScenarioTally, { wanted, scenarios, rejections }: Wave): ScenarioTally {
  const { environment, made, rejected, upTo } = tally;
  const refused = new Set(rejections.map(({ subject }) => subject));
  const own = wanted.filter((wish) => wish.environment === environment);
  const lost = own.filter(
    (wish) =>
      refused.has(scenarioSubject(environment, wish.number)) ||
      refused.has(stateSubject(environment, stateNumberOf(wish.number))),
  );
  return {
    ...tally,
    upTo: Math.max(upTo, ...own.map(({ number }) => number)),
    made: [...made, ...scenarios.filter((scenario) => scenario.body.environment === environment.hash)],
    rejected: rejected + lost.length,
  };
}

/** The states that scenarios begin with, those excepted that are there. */
export function stateUnitsFor(wanted: readonly WantedScenario[], there: ReadonlyMap<string, unknown>): readonly Unit[] {
  const units = wanted.map(({ environment, number }) => stateUnit(environment, stateNumberOf(number)));
  const missing = units.filter((unit) => !there.has(unit.subject));
  return [...new Map(missing.map((unit) => [unit.subject, unit])).values()];
}

/** How many further scenarios may be wanted once those are made that are not yet. */
export function furtherAtMost(tally: ScenarioTally): number {
  return openOf(tally) === 0 ? 0 : mostNumbers(tally.asked) - tally.upTo;
}

/** Numbers that failed or were put off. */
function openOf({ upTo, made, rejected }: ScenarioTally): number {
  return upTo - made.length - rejected;
}

/** What became of the scenarios asked for in an environment. */
export interface ScenarioYield {
  readonly environment: Artifact<'environment'>;
  readonly asked: number;
  readonly usable: number;
  /** Made in place of those that are of no use. */
  readonly further: number;
  /** Of all that were made or rejected: why they are of no use. */
  readonly repeated: number;
  readonly incomplete: number;
  /** Not made yet: failed, or put off. */
  readonly open: number;
  readonly isEmbedded: boolean;
}

export function yieldOf(tally: ScenarioTally): ScenarioYield {
  const { environment, asked, upTo, made, rejected } = tally;
  const usable = usableScenarios(made).length;
  const certified = made.filter((scenario) => scenario.body.certificate.complete).length;
  return {
    environment,
    asked,
    usable,
    further: upTo - asked,
    repeated: certified - usable,
    incomplete: made.length - certified + rejected,
    open: openOf(tally),
    isEmbedded: made.length > 0 && made.every((scenario) => scenario.body.writtenBy.provider === 'procedural'),
  };
}
