import { z } from 'zod';
import { BoundaryError } from '../../base/errors.ts';
import { type AnswerSchema, answerSchema, withoutAbsent } from '../answer-schema.ts';
import type { AskContext, Author, WorkName } from '../author.ts';
import type { Completion } from '../completion.ts';
import type { Endpoint, Request } from '../endpoint.ts';
import { extractObject } from '../extract.ts';
import { responseFormat, type Step, stepBelow, steps, stepWithWords, systemText } from '../ladder.ts';
import type { Prompt, Prompts } from '../prompt.ts';

export interface OpenAiAuthorOptions {
  readonly endpoint: Endpoint;
  readonly prompts: Prompts;
}

/**
 * An author behind any OpenAI-compatible endpoint. Asks for structured answers in the strongest way the server takes and
 * remembers which that is, per kind of work; an answer that does not fit gets one repair turn with the exact problems.
 */
export function createOpenAiAuthor({ endpoint, prompts }: OpenAiAuthorOptions): Author {
  const workingSteps = new Map<WorkName, Step>();
  return {
    identity: () => endpoint.identity,
    async ask(work, input, context) {
      const type = work.answer(input);
      const schema = answerSchema(type);
      const prompt = prompts.render(work.prompt, input);
      const evidence = { work: work.name, prompt: { file: work.prompt, hash: prompts.hash(work.prompt) } };
      const question: Question = { name: work.name, prompt, schema, context };

      const first = await askDown(endpoint, question, workingSteps.get(work.name) ?? 'strict-schema', []);
      workingSteps.set(work.name, first.step);
      const reading = read(type, schema, first.completion);
      if (reading.status === 'fits') return reading.answer;
      if (reading.status === 'broken') throw failure(evidence, first.completion, [reading.reason]);

      const step = reading.shapeIgnored ? stepWithWords(first.step) : first.step;
      workingSteps.set(work.name, step);
      const second = await askDown(endpoint, question, step, repairTurns(first.completion, reading.problems));
      workingSteps.set(work.name, second.step);
      const repaired = read(type, schema, second.completion);
      if (repaired.status === 'fits') return repaired.answer;
      throw failure(evidence, second.completion, repaired.status === 'broken' ? [repaired.reason] : repaired.problems);
    },
  };
}

interface Question {
  readonly name: WorkName;
  readonly prompt: Prompt;
  readonly schema: AnswerSchema;
  readonly context: AskContext;
}

type Turn = { readonly role: 'user' | 'assistant'; readonly content: string };

/** Asks at a step, and further down as long as the server refuses the format. An answer stored under any step is taken first. */
async function askDown(
  endpoint: Endpoint,
  question: Question,
  from: Step,
  turns: readonly Turn[],
): Promise<{ completion: Completion; step: Step }> {
  for (const step of [from, ...steps.filter((other) => other !== from)]) {
    const completion = await endpoint.stored(requestFor(question, step, turns));
    if (completion) return { completion, step };
  }
  let refusal = '';
  for (let step: Step | undefined = from; step; step = stepBelow(step)) {
    const response = await endpoint.complete(requestFor(question, step, turns));
    if (response.kind === 'answered') return { completion: response.completion, step };
    refusal = response.message;
  }
  throw new BoundaryError('author', `The endpoint refused "${question.name}" even as plain text: ${refusal}`, {
    evidence: { work: question.name, failure: 'refused', problems: [refusal] },
  });
}

function requestFor(question: Question, step: Step, turns: readonly Turn[]): Request {
  const format = responseFormat(step, question.name, question.schema);
  return {
    work: question.name,
    attempt: question.context.attempt,
    signal: question.context.signal,
    body: {
      messages: [
        { role: 'system', content: systemText(step, question.prompt, question.schema) },
        { role: 'user', content: question.prompt.user },
        ...turns,
      ],
      ...(format ? { response_format: format } : {}),
    },
  };
}

function repairTurns(completion: Completion, problems: readonly string[]): Turn[] {
  const list = problems.map((problem) => `- ${problem}`).join('\n');
  const request = `Your answer does not fit:\n${list}\nGive the whole answer again with this corrected: one JSON object and nothing else.`;
  return [
    { role: 'assistant', content: completion.content || '(nothing)' },
    { role: 'user', content: request },
  ];
}

type Reading<Answer> =
  | { readonly status: 'fits'; readonly answer: Answer }
  /** Another turn cannot mend it. */
  | { readonly status: 'broken'; readonly reason: string }
  /** `shapeIgnored`: a server that enforced the schema could not have let this answer pass. */
  | { readonly status: 'misfit'; readonly problems: readonly string[]; readonly shapeIgnored: boolean };

function read<Answer>(type: z.ZodType<Answer>, schema: AnswerSchema, completion: Completion): Reading<Answer> {
  if (completion.refusal !== undefined) return { status: 'broken', reason: `the model refused: ${completion.refusal}` };
  if (completion.finishReason === 'length')
    return { status: 'broken', reason: 'the answer was cut off at the length limit (finish reason "length")' };
  if (completion.finishReason === 'content_filter') {
    return { status: 'broken', reason: 'the answer was withheld by a content filter (finish reason "content_filter")' };
  }
  const value = extractObject(completion.content);
  if (value === undefined) {
    const problem = completion.content === '' ? 'The answer is empty.' : 'There is no complete JSON object in the answer.';
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

function failure(
  about: { readonly work: string; readonly prompt: object },
  completion: Completion,
  problems: readonly string[],
): BoundaryError {
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new BoundaryError('author', `No usable answer for "${about.work}": ${problems[0]}${more}`, {
    evidence: {
      ...about,
      failure: 'answer',
      finishReason: completion.finishReason,
      problems,
      usage: completion.usage,
      reasoning: completion.reasoning,
      raw: completion.raw,
    },
  });
}
