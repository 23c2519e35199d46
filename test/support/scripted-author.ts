import type { AskContext, Author, Work, WorkName } from '../../src/generation/author.ts';
import { DeclinedError, InvalidAnswerError } from '../../src/generation/errors.ts';

/** One question that a scripted author was asked. */
interface ScriptedQuestion {
  readonly work: WorkName;
  readonly input: unknown;
}

/** Answers by kind of work. An answer is a value, or a function of the input and the number of the question (1 is the first of its kind). */
export type Script = { readonly [Name in WorkName]?: unknown };

export interface ScriptedAuthor extends Author {
  readonly questions: readonly ScriptedQuestion[];
}

/**
 * An author whose answers stand in the test. They go through the schema of the work like a model's: one that does not fit,
 * throws an InvalidAnswerError, a kind of work the script does not know a DeclinedError. A script function may throw what it likes.
 */
export function createScriptedAuthor(script: Script): ScriptedAuthor {
  const questions: ScriptedQuestion[] = [];
  return {
    questions,
    identity: () => ({ provider: 'scripted' }),
    async ask<Input, Answer>(work: Work<Input, Answer>, input: Input, context: AskContext): Promise<Answer> {
      context.signal.throwIfAborted();
      questions.push({ work: work.name, input });
      const number = questions.filter((question) => question.work === work.name).length;
      const entry: unknown = script[work.name];
      if (entry === undefined) throw new DeclinedError(`The script has no answer for "${work.name}".`);
      const answer: unknown = typeof entry === 'function' ? await entry(input, number) : entry;
      const parsed = work.answer(input).safeParse(answer);
      if (parsed.success) return parsed.data;
      throw new InvalidAnswerError(
        `The scripted answer for "${work.name}" does not fit its schema: ${parsed.error.message}`,
        {
          work: work.name,
          raw: JSON.stringify(answer) ?? 'undefined',
          problems: parsed.error.issues.map((issue) => issue.message),
        },
        { cause: parsed.error },
      );
    },
  };
}
