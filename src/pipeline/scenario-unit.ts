import type { Artifact } from '../domain/kinds.ts';
import { type DifficultyChoice, type DifficultyLevel, writesOf } from '../domain/scenario/difficulty-level.ts';
import type { ScenarioKind } from '../domain/scenario/scenario-kind.ts';
import type { Unit } from '../engine/stage.ts';
import { stateSubject } from './state-unit.ts';

/** Scenarios that begin with the same initial state. */
const scenariosPerState = 2;

/** The kinds of successive scenarios: of twenty two are infeasible, two underspecified, two inquiries, one is done already. */
const kindsInTurn: readonly ScenarioKind[] = [
  'direct',
  'conditional',
  'direct',
  'bulk',
  'inquiry',
  'infeasible',
  'direct',
  'conditional',
  'direct',
  'compensating',
  'underspecified',
  'already-done',
  'direct',
  'bulk',
  'inquiry',
  'conditional',
  'infeasible',
  'direct',
  'underspecified',
  'direct',
];

const levelsInTurn: readonly DifficultyLevel[] = ['medium', 'easy', 'hard'];

/** The number of the state that a scenario begins with. */
export function stateNumberOf(scenario: number): number {
  return Math.ceil(scenario / scenariosPerState);
}

export function scenarioSubject(environment: Artifact<'environment'>, number: number): string {
  return `${environment.subject}/${String(number).padStart(3, '0')}`;
}

/** Which scenario of an environment is wanted. */
interface ScenarioWish {
  readonly number: number;
  readonly difficulty: DifficultyChoice;
  /** Kinds to take turns with; the usual mixture where left out. */
  readonly kinds?: readonly ScenarioKind[] | undefined;
}

/** A scenario of an environment: which state it begins with, and what is wanted of it. */
export function scenarioUnit(
  environment: Artifact<'environment'>,
  states: ReadonlyMap<string, Artifact<'state'>>,
  { number, difficulty, kinds = kindsInTurn }: ScenarioWish,
): Unit | undefined {
  const state = states.get(stateSubject(environment, stateNumberOf(number)));
  if (!state) return undefined;
  const first = offsetOf(environment.subject);
  const place = first + number - 1;
  const level = difficulty === 'mixed' ? inTurn(levelsInTurn, number - 1) : difficulty;
  return {
    subject: scenarioSubject(environment, number),
    inputs: [environment, state],
    parameters: {
      number,
      kind: inTurn(kinds, place),
      turn: timesSince(kinds, first, place),
      difficulty: level,
      writes: inTurn(writesOf[level], Math.floor((number - 1) / levelsInTurn.length)),
    },
  };
}

/** Environments begin at different places of the turn, so that a few scenarios of each make up the spread together. */
function offsetOf(subject: string): number {
  return [...subject].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
}

/** How often the kind at a place of the turns had its turn from another place on. */
function timesSince(kinds: readonly ScenarioKind[], first: number, place: number): number {
  const kind = inTurn(kinds, place);
  return Array.from({ length: place - first }, (_, i) => inTurn(kinds, first + i)).filter((item) => item === kind).length;
}

function inTurn<Item>(items: readonly Item[], place: number): Item {
  const item = items[place % items.length];
  if (item === undefined) throw new Error('there is nothing to take turns with');
  return item;
}
