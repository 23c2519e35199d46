import { UserError } from '../../base/errors.ts';
import { suggestion } from '../../base/nearest.ts';
import type { SplitName } from '../../domain/dataset.ts';
import type { ServedRow } from './catalogue.ts';

/** Which of the scenarios at hand are to be served. */
export interface Choice {
  /** Ids of environments, or beginnings of their hashes; all without it. */
  readonly environments?: readonly string[] | undefined;
  readonly split?: SplitName | undefined;
}

/** The rows that were chosen. Throws a UserError where nothing is left, or for a name that is none. */
export function chooseRows(rows: readonly ServedRow[], { environments, split }: Choice): readonly ServedRow[] {
  const ids = [...new Set(rows.map((row) => row.environment.id))];
  for (const wanted of environments ?? []) {
    if (!rows.some((row) => isWanted(row, wanted)))
      throw new UserError(`There is no environment "${wanted}" to serve.${suggestion(wanted, ids)}`);
  }
  const chosen = rows.filter(
    (row) =>
      (environments === undefined || environments.some((wanted) => isWanted(row, wanted))) &&
      (split === undefined || row.environment.split === split),
  );
  if (chosen.length === 0)
    throw new UserError(
      `There is nothing to serve: no environment ${environments ? 'named with --env ' : ''}is on the side "${split}" of the split.`,
    );
  return chosen;
}

function isWanted({ environment }: ServedRow, wanted: string): boolean {
  return environment.id === wanted || (wanted.length >= 8 && environment.artifact.hash.startsWith(wanted.replace(/^env-/, '')));
}
