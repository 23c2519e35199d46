import type { Author, WorkName } from './author.ts';

/** An author that hands each kind of work to the author who is in charge of it. Fingerprints see that author's identity. */
export function createRoutedAuthor(authorOf: (work: WorkName) => Author): Author {
  return {
    identity: (work) => authorOf(work).identity(work),
    ask: (work, input, context) => authorOf(work.name).ask(work, input, context),
    contractOf: (skeleton) => authorOf('write-code').contractOf?.(skeleton),
  };
}
