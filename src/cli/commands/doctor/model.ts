import { z } from 'zod';
import { messageOf } from '../../../base/errors.ts';
import { unlimitedAsking } from '../../../generation/asking.ts';
import { allProcedural, type ModelSettings } from '../../../generation/assignment.ts';
import { addressOf } from '../../../generation/endpoint/address.ts';
import { answerSchema } from '../../../generation/endpoint/answer-schema.ts';
import type { Completion } from '../../../generation/endpoint/completion.ts';
import type { Endpoint } from '../../../generation/endpoint/endpoint.ts';
import { extractObject } from '../../../generation/endpoint/extract.ts';
import { callsInText } from '../../../generation/endpoint/response/calls-in-text.ts';
import { type OutputMode, outputModeFields, outputModes, systemText } from '../../../generation/endpoint/structured-output.ts';
import { toolCallFlags } from '../../../generation/endpoint/tool-call-advice.ts';
import type { CommandLine } from '../../command-line.ts';
import { modelText } from '../../config/author-choice.ts';
import { silentLog } from '../../terminal/log.ts';
import type { Finding } from './finding.ts';

/** So long one small answer may take: a local server may have to load the model first. */
const patienceMs = 60_000;

/** What a model is there for. */
export type Duty = 'write' | 'play';

/** Key, reachability, structured answers (of one that writes), tool calls and price of a model. */
export async function examineModel(line: CommandLine, model: ModelSettings, duties: readonly Duty[]): Promise<Finding[]> {
  const name = modelText(model).replace(/^the model /, '');
  const about: About = (check, status, text) => ({
    check: `${name}, ${check}`,
    status,
    text,
  });
  const key = about('key', 'ok', model.apiKey === undefined ? 'none is sent' : 'present (it is not shown)');
  const { openWorkspace } = await import('../../../workspace/workspace.ts');
  const trouble = new AbortController();
  const workspace = await openWorkspace({
    directory: line.flags.workspace,
    seed: line.flags.seed,
    assignment: allProcedural,
    player: undefined,
    answers: { kind: 'ask' },
    // An answer that was stored says nothing about today.
    asking: { ...unlimitedAsking, answers: 'fresh' },
    concurrency: 1,
    plan: true,
    command: line.command,
    commandOptions: {},
    // A doctor does not wait for better times.
    events: (event) => {
      if (event.kind === 'call-retry') trouble.abort(new Error(event.reason));
    },
    signal: line.interrupt.signal,
    log: silentLog(),
  });
  const endpoint = workspace.endpoint(model);
  const known = workspace.priceOf(addressOf(model.baseUrl).shown, model.model);
  const ask = (body: Readonly<Record<string, unknown>>): ReturnType<Endpoint['complete']> => {
    const signal = AbortSignal.any([trouble.signal, line.interrupt.signal, AbortSignal.timeout(patienceMs)]);
    return endpoint.complete({ work: 'doctor', attempt: undefined, body, signal });
  };
  const price = known
    ? about('price', 'ok', 'known')
    : about('price', 'remark', 'not known: --max-usd cannot be used, and "envscaler cost" counts tokens only');
  try {
    const findings = [
      ...(duties.includes('write') ? [structuredAnswers(await structuredAnswer(ask), about)] : []),
      toolCalling(await callsTheTool(ask), duties, about),
    ];
    return [key, about('endpoint', 'ok', 'reachable, and the model answers'), ...findings, price];
  } catch (error) {
    const reason = trouble.signal.aborted ? messageOf(trouble.signal.reason) : messageOf(error);
    return [key, about('endpoint', 'broken', endpoint.redact(reason)), price];
  } finally {
    await workspace.close(0);
  }
}

const stepTexts: Readonly<Record<OutputMode, string>> = {
  'strict-schema': 'strict JSON Schema',
  schema: 'JSON Schema',
  'json-object': 'JSON mode with the schema in the prompt',
  'tool-call': 'a forced tool call',
  text: 'plain text with the schema in the prompt, which goes wrong more often',
};

const readiness = z.strictObject({ ready: z.boolean(), colour: z.enum(['red', 'green']) });
type About = (check: string, status: Finding['status'], text: string) => Finding;
type Ask = (body: Readonly<Record<string, unknown>>) => ReturnType<Endpoint['complete']>;

/** The first step of the ladder by which a small answer fits its schema. */
async function structuredAnswer(ask: Ask): Promise<OutputMode | undefined> {
  const schema = answerSchema(readiness);
  const prompt = { system: 'You are asked whether you are ready.', user: 'Say that you are ready, and choose the colour green.' };
  for (const step of outputModes) {
    const messages = [
      { role: 'system', content: systemText(step, 'readiness', prompt, schema) },
      { role: 'user', content: prompt.user },
    ];
    const outcome = await ask({ messages, ...outputModeFields(step, 'readiness', schema) });
    if (outcome.kind === 'answered' && readiness.safeParse(objectIn(outcome.completion)).success) return step;
  }
  return undefined;
}

function objectIn(completion: Completion): unknown {
  return extractObject(completion.toolCalls[0]?.function.arguments ?? completion.content);
}

function structuredAnswers(step: OutputMode | undefined, about: About): Finding {
  if (step === undefined)
    return about('structured answers', 'broken', 'none came: it never gave the JSON object it was asked for');
  return about('structured answers', step === 'text' ? 'remark' : 'ok', `work by ${stepTexts[step]}`);
}

/** How calls of tools came: as calls, in the text, refused in the server's words, or not at all. */
type ToolCalling = { readonly kind: 'calls' | 'in-text' | 'none' } | { readonly kind: 'refused'; readonly message: string };

function toolCalling(calling: ToolCalling, duties: readonly Duty[], about: About): Finding {
  const isBroken = duties.includes('play');
  const none = isBroken ? 'it is to play ("act"), and cannot' : 'the model can write, but not play (--agent openai)';
  switch (calling.kind) {
    case 'calls':
      return about('tool calls', 'ok', 'work');
    case 'in-text':
      return about(
        'tool calls',
        'remark',
        `come in the text, where they are read; the server can make proper calls of them: ${toolCallFlags}`,
      );
    case 'refused':
      return about('tool calls', isBroken ? 'broken' : 'remark', `are refused (${calling.message}): ${none}. ${toolCallFlags}`);
    case 'none':
      return about('tool calls', isBroken ? 'broken' : 'remark', `none came: ${none}. ${toolCallFlags}`);
  }
}

async function callsTheTool(ask: Ask): Promise<ToolCalling> {
  const parameters = {
    type: 'object',
    properties: { room: { type: 'string' } },
    required: ['room'],
    additionalProperties: false,
  };
  const outcome = await ask({
    messages: [{ role: 'user', content: 'Switch on the light in the kitchen by calling the tool.' }],
    tools: [{ type: 'function', function: { name: 'switch_on', description: 'Switches on the light in a room.', parameters } }],
  });
  if (outcome.kind !== 'answered') return { kind: 'refused', message: outcome.message };
  const { toolCalls, content } = outcome.completion;
  if (toolCalls[0]?.function.name === 'switch_on') return { kind: 'calls' };
  return { kind: callsInText(content, new Set(['switch_on'])) ? 'in-text' : 'none' };
}
