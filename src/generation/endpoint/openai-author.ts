import type { InvalidAnswerEvidence } from '../../domain/failure.ts';
import type { AskContext, Author, WorkName } from '../author.ts';
import { InvalidAnswerError, ModelCallError } from '../errors.ts';
import { mostAnswerTokens } from '../limits/estimate.ts';
import { limitNames } from '../limits/output-limit.ts';
import type { Prompt, Prompts } from '../prompt.ts';
import { type AnswerSchema, answerSchema } from './answer-schema.ts';
import type { Completion } from './completion.ts';
import type { Endpoint } from './endpoint.ts';
import { extractObject } from './extract.ts';
import { answerText, readAnswer } from './read-answer.ts';
import type { Request } from './request.ts';
import {
  fallbackOf,
  fallbackWhenIgnored,
  type OutputMode,
  outputModeFields,
  outputModeNamed,
  outputModes,
  systemText,
} from './structured-output.ts';

export interface OpenAiAuthorOptions {
  readonly endpoint: Endpoint;
  readonly prompts: Prompts;
}

/**
 * An author behind any OpenAI-compatible endpoint. Asks for structured answers in the strongest way that worked and remembers
 * which that is; an answer that was cut off gets one retry with more room, one that does not fit one repair turn with the
 * exact problems.
 */
export function createOpenAiAuthor({ endpoint, prompts }: OpenAiAuthorOptions): Author {
  const memory = stepMemory(endpoint);
  return {
    identity: () => endpoint.identity,
    async ask(work, input, context) {
      const type = work.answer(input);
      const schema = answerSchema(type);
      const prompt = prompts.render(work.prompt, input);
      const about = { work: work.name, prompt: { file: work.prompt, hash: prompts.hash(work.prompt) } };
      const question: Question = { name: work.name, prompt, schema, context };
      const unfit = (next: 'repair' | 'more-room' | 'failure', reason: string): void =>
        endpoint.tell({ kind: 'answer-unfit', work: work.name, model: endpoint.identity.model ?? '', next, reason });

      const askedSoFar: Asked[] = [];
      const note = (asked: Asked): Asked => {
        askedSoFar.push(asked);
        return asked;
      };
      let asked = note(await askDown(endpoint, question, { step: await memory.step(), turns: [], room: undefined }));
      memory.refusedAbove(asked.step);
      let reading = readAnswer(type, schema, asked.completion);
      const room = roomAfter(asked.completion, endpoint);
      if (reading.status === 'cut' && room !== undefined) {
        unfit('more-room', reading.reason);
        asked = note(await askWithRoom(endpoint, question, asked, room));
        reading = readAnswer(type, schema, asked.completion);
      }
      if (reading.status === 'misfit') {
        unfit('repair', reading.problems[0] ?? '');
        const step = reading.shapeIgnored ? fallbackWhenIgnored(asked.step) : asked.step;
        const turns = repairTurns(asked.completion, reading.problems);
        asked = note(await askDown(endpoint, question, { step, turns, room: asked.room }));
        reading = readAnswer(type, schema, asked.completion);
      }
      if (reading.status === 'fits') {
        await memory.worked(asked.step);
        return reading.answer;
      }
      const problems = reading.status === 'misfit' ? reading.problems : [reading.reason];
      unfit('failure', problems[0] ?? '');
      // Who tries again is to get other answers.
      for (const useless of askedSoFar) await endpoint.discard(requestFor(question, useless));
      throw invalid(about, asked.completion, problems);
    },
  };
}

/** Which step to begin with: what a server refuses is not tried again, and what worked is kept for later runs. */
function stepMemory(endpoint: Endpoint) {
  let current: OutputMode | undefined;
  let kept: OutputMode | undefined;
  return {
    async step(): Promise<OutputMode> {
      if (current === undefined) {
        const known = await endpoint.workingStep();
        if (known !== undefined) kept = outputModeNamed(known);
        current ??= outputModeNamed(known);
      }
      return current;
    },
    refusedAbove(step: OutputMode): void {
      current = step;
    },
    async worked(step: OutputMode): Promise<void> {
      current = step;
      if (kept === step) return;
      kept = step;
      await endpoint.saveWorkingStep(step);
    },
  };
}

interface Question {
  readonly name: WorkName;
  readonly prompt: Prompt;
  readonly schema: AnswerSchema;
  readonly context: AskContext;
}

/** How a question is put. */
interface Manner {
  readonly step: OutputMode;
  /** What was said after the question. */
  readonly turns: readonly Turn[];
  /** A limit of length, by the name that the server takes. */
  readonly room: Readonly<Record<string, number>> | undefined;
}

interface Asked extends Manner {
  readonly completion: Completion;
}

type Turn = { readonly role: 'user' | 'assistant'; readonly content: string };

/** Asks at a step, and further down as long as the server refuses the format. An answer stored under any step is taken first. */
async function askDown(endpoint: Endpoint, question: Question, manner: Manner): Promise<Asked> {
  for (const step of [manner.step, ...outputModes.filter((other) => other !== manner.step)]) {
    const completion = await endpoint.stored(requestFor(question, { ...manner, step }));
    if (completion) return { ...manner, step, completion };
  }
  let refusal = '';
  for (let step: OutputMode | undefined = manner.step; step; step = fallbackOf(step)) {
    const response = await endpoint.complete(requestFor(question, { ...manner, step }));
    if (response.kind === 'answered') return { ...manner, step, completion: response.completion };
    if (response.kind === 'context-full')
      throw refused(`The request for "${question.name}" does not fit the context of the model`, response.message);
    refusal = response.message;
  }
  throw refused(`The endpoint refused "${question.name}" even as plain text`, refusal);

  function refused(what: string, words: string): ModelCallError {
    return new ModelCallError(`${what}: ${words}`, {
      work: question.name,
      model: endpoint.identity.model,
      outcome: 'refused',
      tries: [words],
    });
  }
}

const leastRoom = 8192;

/** How long an answer may be that was cut off before; undefined where the user's own setting cut it, or there is no more. */
function roomAfter(completion: Completion, endpoint: Endpoint): number | undefined {
  if (limitNames.some((name) => name in (endpoint.identity.parameters ?? {}))) return undefined;
  const used = completion.usage.outputTokens ?? 0;
  return used >= mostAnswerTokens ? undefined : Math.min(mostAnswerTokens, Math.max(leastRoom, used * 4));
}

/** Asks the same once more with a limit of our own. Where the server takes neither name for it, the answer stays as it was. */
async function askWithRoom(endpoint: Endpoint, question: Question, asked: Asked, tokens: number): Promise<Asked> {
  for (const name of limitNames) {
    const manner = { ...asked, room: { [name]: tokens } };
    const response = await endpoint.complete(requestFor(question, manner));
    if (response.kind === 'answered') return { ...manner, completion: response.completion };
  }
  return asked;
}

function requestFor(question: Question, { step, turns, room }: Manner): Request {
  const { name, prompt, schema, context } = question;
  return {
    work: name,
    attempt: context.attempt,
    signal: context.signal,
    body: {
      messages: [
        { role: 'system', content: systemText(step, name, prompt, schema) },
        { role: 'user', content: prompt.user },
        ...turns,
      ],
      ...outputModeFields(step, name, schema),
      ...room,
    },
  };
}

function repairTurns(completion: Completion, problems: readonly string[]): Turn[] {
  const list = problems.map((problem) => `- ${problem}`).join('\n');
  const request = `Your answer does not fit:\n${list}\nGive the whole answer again with this corrected: one JSON object and nothing else.`;
  return [
    { role: 'assistant', content: shortened(answerText(completion)) || '(nothing)' },
    { role: 'user', content: request },
  ];
}

/** Longer than anything that is asked for; what is longer than the rest of a usual request and holds no object is junk. */
const mostSentBack = { object: 100_000, prose: 8_000 };

/** An answer as it goes back to the model: of junk a beginning will do. */
function shortened(text: string): string {
  const most = text.length <= mostSentBack.prose || extractObject(text) === undefined ? mostSentBack.prose : mostSentBack.object;
  if (text.length <= most) return text;
  return `${text.slice(0, 1000)}\n[... ${text.length - 1000} more characters are left out ...]`;
}

function invalid(
  about: Pick<InvalidAnswerEvidence, 'work' | 'prompt'>,
  completion: Completion,
  problems: readonly string[],
): InvalidAnswerError {
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new InvalidAnswerError(`No usable answer for "${about.work}": ${problems[0]}${more}`, {
    ...about,
    finishReason: completion.finishReason,
    problems: [...problems],
    usage: completion.usage,
    reasoning: completion.reasoning,
    raw: completion.raw,
  });
}
