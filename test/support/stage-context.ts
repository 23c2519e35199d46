import { pino } from 'pino';
import { hashJson } from '../../src/base/hash.ts';
import type { Artifact, Body, Kind } from '../../src/domain/kinds.ts';
import type { StageContext } from '../../src/engine/stage.ts';
import type { Author } from '../../src/generation/author.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** What the engine would hand a stage. */
export function stageContext(parts: { sandbox: Sandbox; author: Author; seed?: string }): StageContext {
  const signal = new AbortController().signal;
  const seed = parts.seed ?? 'seed';
  return {
    ask: (work, input) => parts.author.ask(work, input, { seed, signal, attempt: undefined }),
    writtenBy: (work) => parts.author.identity(work),
    contractOf: (skeleton) => parts.author.contractOf?.(skeleton),
    sandbox: parts.sandbox,
    seed,
    attempt: undefined,
    signal,
    log: pino({ level: 'silent' }),
  };
}

/** A value as the artifact a stage would get. */
export function artifactOf<K extends Kind>(kind: K, subject: string, body: Body<K>): Artifact<K> {
  return { kind, subject, body, hash: hashJson({ kind, body }) };
}
