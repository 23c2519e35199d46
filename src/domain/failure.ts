import { z } from 'zod';
import type { Json } from '../base/json.ts';

/** A request to a model that got no usable response. */
const modelCallEvidence = z.strictObject({
  work: z.string(),
  endpoint: z.string().optional(),
  model: z.string().optional(),
  /** `refused`: the server took offence at the request itself; the others are troubles on the way, which may pass. */
  outcome: z.enum(['refused', 'rate-limited', 'server-error', 'timeout', 'connection', 'truncated', 'empty', 'unknown']),
  /** What was said to each try, in order; nothing where none was told. */
  tries: z.array(z.string()),
});
export type ModelCallEvidence = z.infer<typeof modelCallEvidence>;

const tokens = z.number().optional();

/** An answer that came and is of no use. */
const invalidAnswerEvidence = z.strictObject({
  work: z.string(),
  problems: z.array(z.string()),
  /** The answer: the whole response of a model, or the JSON that was read from it. */
  raw: z.string(),
  prompt: z.strictObject({ file: z.string(), hash: z.string() }).optional(),
  finishReason: z.string().optional(),
  reasoning: z.string().optional(),
  /** In tokens; what the server did not tell is absent. */
  usage: z.strictObject({ inputTokens: tokens, cachedTokens: tokens, outputTokens: tokens, reasoningTokens: tokens }).optional(),
});
export type InvalidAnswerEvidence = z.infer<typeof invalidAnswerEvidence>;

const json: z.ZodType<Json> = z.json();

const diagnostic = z.strictObject({
  line: z.number(),
  column: z.number(),
  rule: z.string(),
  message: z.string(),
  advice: z.string().optional(),
});

/** What went wrong where generated code runs. */
const sandboxEvidence = z.discriminatedUnion('kind', [
  /** The module did not pass the compiler or the vetting. */
  z.strictObject({ kind: z.literal('diagnostics'), diagnostics: z.array(diagnostic) }),
  /** A tool's parameters are no JSON Schema. */
  z.strictObject({ kind: z.literal('tool-schema'), tool: z.string(), parameters: z.record(z.string(), z.unknown()) }),
  /** An episode cannot begin, or go back, with what was given. */
  z.strictObject({ kind: z.literal('start'), given: z.string() }),
  /** The process ended while it worked. */
  z.strictObject({ kind: z.literal('died'), died: z.enum(['deadline', 'memory', 'crashed']), detail: z.string() }),
  /** It answered that it cannot do what was asked. */
  z.strictObject({ kind: z.literal('refused'), problem: z.string() }),
  /** An episode broke off, so that it has no reward. */
  z.strictObject({ kind: z.literal('episode'), problem: z.string() }),
  /** It answered with something of the wrong shape. */
  z.strictObject({ kind: z.literal('reply'), reply: json }),
]);
export type SandboxEvidence = z.infer<typeof sandboxEvidence>;

/** The message of the error behind an error. */
const cause = z.string().optional();

/** Why a unit failed, as it is kept on its attempt. */
const failure = z.discriminatedUnion('error', [
  z.strictObject({ error: z.literal('model-call'), evidence: modelCallEvidence, cause }),
  z.strictObject({ error: z.literal('invalid-answer'), evidence: invalidAnswerEvidence, cause }),
  /** The author does not do this work; the reason says it all. */
  z.strictObject({ error: z.literal('declined') }),
  z.strictObject({ error: z.literal('sandbox'), evidence: sandboxEvidence, cause }),
  /** The user's mistake; here, too. */
  z.strictObject({ error: z.literal('user') }),
  z.strictObject({ error: z.literal('bug'), stack: z.string(), cause }),
  /** Written by a program whose evidence had no fixed shape: kept as it is. */
  z.strictObject({
    error: z.literal('untyped'),
    about: z.enum(['model-call', 'invalid-answer', 'sandbox', 'unknown']),
    evidence: z.unknown(),
  }),
]);
export type Failure = z.infer<typeof failure>;

/** The forms of before, most telling first. */
const endpointTrouble = z.looseObject({
  boundary: z.literal('author'),
  evidence: z.looseObject({ failure: z.enum(['transient', 'refused']) }),
});
const authorTrouble = z.looseObject({ boundary: z.literal('author') });
const sandboxTrouble = z.looseObject({ boundary: z.literal('sandbox') });

/** A stored failure; one that was stored before failures were typed keeps its evidence. */
export function readFailure(stored: unknown): Failure {
  const typed = failure.safeParse(stored);
  if (typed.success) return typed.data;
  return { error: 'untyped', about: aboutOf(stored), evidence: stored };
}

function aboutOf(stored: unknown): Extract<Failure, { error: 'untyped' }>['about'] {
  if (endpointTrouble.safeParse(stored).success) return 'model-call';
  if (authorTrouble.safeParse(stored).success) return 'invalid-answer';
  return sandboxTrouble.safeParse(stored).success ? 'sandbox' : 'unknown';
}
