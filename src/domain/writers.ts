import { canonicalJson } from '../base/json.ts';
import type { Environment } from './environment/environment.ts';
import type { WrittenBy } from './written-by.ts';

/** Everybody who worked on an environment, each once: the wording of its topic, its design, its code, its repairs. */
export function writersOfEnvironment({ skeleton, writtenBy, repairedBy = [] }: Environment): readonly WrittenBy[] {
  return eachOnce([...Object.values(skeleton.authors ?? {}), writtenBy, ...repairedBy]);
}

/** The environment with code in it that another author wrote, and his name beside that of the first. */
export function withRepairsBy(environment: Environment, author: WrittenBy): Environment {
  const [, ...repairedBy] = eachOnce([environment.writtenBy, ...(environment.repairedBy ?? []), author]);
  return repairedBy.length === 0 ? environment : { ...environment, repairedBy };
}

function eachOnce(writers: readonly WrittenBy[]): readonly WrittenBy[] {
  return [...new Map(writers.map((writer) => [canonicalJson(writer), writer])).values()];
}
