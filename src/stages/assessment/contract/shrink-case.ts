import { type Case, changesSince, type RecordChange, withChanges } from './scene.ts';

/** Tries that shrinking may take. */
const mostTries = 40;

export interface Shrunk {
  readonly at: Case;
  /** How the scene differs from the test state that it stems from; nothing where it does not. */
  readonly altered: { readonly altered?: { readonly start: string; readonly records: RecordChange[] } };
}

/** A smaller case in which the same is wrong: fewer records that differ from the test state, its own moment, fewer arguments. */
export async function shrunk(at: Case, isWrong: (smaller: Case) => Promise<boolean>): Promise<Shrunk> {
  const { trial } = at.scene;
  const { state, start } = trial.initial;
  let records = changesSince(state, at.scene.state);
  let best = at;
  let tries = 0;
  const accept = async (smaller: Case): Promise<boolean> => {
    if (tries++ >= mostTries || !(await isWrong(smaller))) return false;
    best = smaller;
    return true;
  };
  const withRecords = (kept: readonly RecordChange[]): Case => ({
    ...best,
    scene: { ...best.scene, state: kept.length === 0 ? state : withChanges(state, kept) },
  });
  if (best.scene.start !== start) await accept({ ...best, scene: { ...best.scene, start } });
  if (records.length > 0 && (await accept(withRecords([])))) records = [];
  for (let size = Math.ceil(records.length / 2); size >= 1 && records.length > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let first = 0; first < records.length; ) {
      const kept = [...records.slice(0, first), ...records.slice(first + size)];
      if (await accept(withRecords(kept))) records = kept;
      else first += size;
    }
  }
  for (const name of Object.keys(best.call.arguments)) {
    const { [name]: _, ...others } = best.call.arguments;
    await accept({ ...best, call: { ...best.call, arguments: others } });
  }
  const isAltered = records.length > 0 || best.scene.start !== start;
  return { at: best, altered: isAltered ? { altered: { start: best.scene.start, records } } : {} };
}
