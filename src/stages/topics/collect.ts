import { hashJson } from '../../base/hash.ts';
import type { Stage, Unit } from '../../engine/stage.ts';
import type { Collection } from './collection.ts';

/**
 * Stage 1a: the requests of each file become task artifacts, one unit per file. The requests reach the stage with this
 * factory and not as parameters, which would put whole files into every fingerprint: a unit carries the hash of its requests.
 */
export function collectStage(collections: readonly Collection[]): { readonly stage: Stage; readonly units: readonly Unit[] } {
  const byFile = new Map(collections.map((collection) => [collection.file, collection]));
  return {
    stage: {
      name: 'collect',
      version: 1,
      noun: 'tasks',
      writes: 'task',
      works: [],
      async run(unit) {
        const collection = byFile.get(unit.subject);
        if (!collection) throw new Error(`no collection was read from ${unit.subject}`);
        return {
          status: 'done',
          outputs: collection.tasks.map((task) => ({
            kind: 'task',
            subject: `${collection.file}/${task.source.line}`,
            body: task,
          })),
        };
      },
    },
    units: collections
      .filter((collection) => collection.tasks.length > 0)
      .map((collection) => ({
        subject: collection.file,
        inputs: [],
        parameters: { tasks: collection.tasks.length, content: hashJson(collection.tasks) },
      })),
  };
}
