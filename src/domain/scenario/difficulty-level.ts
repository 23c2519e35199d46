import type { Difficulty } from './scenario.ts';

/** How hard a scenario is wanted, or came out, by what its reference takes. */
export const difficultyLevels = ['easy', 'medium', 'hard'] as const;
export type DifficultyLevel = (typeof difficultyLevels)[number];

/** What may be asked for: one level for all scenarios, or all levels in turn. */
export const difficultyChoices = [...difficultyLevels, 'mixed'] as const;
export type DifficultyChoice = (typeof difficultyChoices)[number];

/**
 * Where levels part: measured on 260 scenarios of the ten embedded domains, so that most of what is asked for as a level comes
 * out as it (easy 78 %, medium 68 %, hard 88 %).
 */
const easyUpTo = 11;
const mediumUpTo = 20;

/**
 * One figure for the effort: each change weighs two, each value to be found out and each condition one, a read a half.
 * Rules and distractors count little, because every task of an environment meets nearly the same ones.
 */
export function effortOf({ reads, writes, discovered, rules, distractors, conditions }: Difficulty): number {
  return 2 * writes + discovered + 2 * conditions + reads / 2 + Math.min(rules, 8) / 4 + Math.min(distractors, 40) / 20;
}

/** The level of a scenario by its measured effort. */
export function levelOf(difficulty: Difficulty): DifficultyLevel {
  const effort = effortOf(difficulty);
  if (effort <= easyUpTo) return 'easy';
  return effort <= mediumUpTo ? 'medium' : 'hard';
}

/** By how much an effort misses a level; 0 within it. */
export function gapTo(level: DifficultyLevel, effort: number): number {
  const [least, most] = { easy: [0, easyUpTo], medium: [easyUpTo, mediumUpTo], hard: [mediumUpTo, Number.POSITIVE_INFINITY] }[
    level
  ];
  return Math.max(0, (least ?? 0) - effort, effort - (most ?? 0));
}

/** How many changes the references of a level make, in turn. */
export const writesOf: Readonly<Record<DifficultyLevel, readonly number[]>> = {
  easy: [1, 1, 2],
  medium: [2, 3],
  hard: [4, 5, 6],
};
