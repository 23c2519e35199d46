import { z } from 'zod';
import { type AnswerSchema, withoutAbsent } from './answer-schema.ts';
import type { Completion } from './completion.ts';
import { extractObject } from './extract.ts';

/** What an answer turned out to be. */
export type Reading<Answer> =
  | { readonly status: 'fits'; readonly answer: Answer }
  /** It was cut off at a limit of its length. */
  | { readonly status: 'cut'; readonly reason: string }
  /** Another turn cannot mend it. */
  | { readonly status: 'broken'; readonly reason: string }
  /** `shapeIgnored`: a server that enforced the schema could not have let this answer pass. */
  | { readonly status: 'misfit'; readonly problems: readonly string[]; readonly shapeIgnored: boolean };

/** Reads a structured answer: the arguments of a call where the model made one, else the object in its text. */
export function readAnswer<Answer>(type: z.ZodType<Answer>, schema: AnswerSchema, completion: Completion): Reading<Answer> {
  if (completion.refusal !== undefined) return { status: 'broken', reason: `the model refused: ${completion.refusal}` };
  if (completion.finishReason === 'length')
    return { status: 'cut', reason: 'the answer was cut off at the length limit (finish reason "length")' };
  if (completion.finishReason === 'content_filter') {
    return { status: 'broken', reason: 'the answer was withheld by a content filter (finish reason "content_filter")' };
  }
  const text = answerText(completion);
  const value = extractObject(text);
  if (value === undefined) {
    const problem = text === '' ? 'The answer is empty.' : 'There is no complete JSON object in the answer.';
    return { status: 'misfit', problems: [problem], shapeIgnored: true };
  }
  const parsed = type.safeParse(withoutAbsent(value, schema.plain));
  if (parsed.success) return { status: 'fits', answer: parsed.data };
  const issues = parsed.error.issues.flatMap((issue) => plainIssues(issue, []));
  return {
    status: 'misfit',
    problems: issues.map(problemText).slice(0, 30),
    shapeIgnored: issues.some((issue) => shapeIssues.has(issue.code)),
  };
}

/** The answer as the model wrote it. */
export function answerText({ toolCalls, content }: Completion): string {
  return toolCalls[0]?.function.arguments ?? content;
}

type Issue = { readonly code: string | undefined; readonly path: readonly PropertyKey[]; readonly message: string };

/** Issues that an enforced schema rules out; bounds and patterns are not sent in every form. */
const shapeIssues = new Set<string | undefined>(['invalid_type', 'unrecognized_keys', 'invalid_value', 'invalid_union']);

/** The issues of a union are those of the alternative that came nearest. */
function plainIssues(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path];
  const nearest =
    issue.code === 'invalid_union' ? [...issue.errors].sort((left, right) => left.length - right.length)[0] : undefined;
  if (nearest && nearest.length > 0) return nearest.flatMap((inner) => plainIssues(inner, path));
  return [{ code: issue.code, path, message: issue.message }];
}

function problemText(issue: Issue): string {
  const path = z.core.toDotPath(issue.path);
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
