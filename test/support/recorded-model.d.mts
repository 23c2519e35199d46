/** What of a request decides its answer. */
export interface ModelRequest {
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
  readonly response_format?: { readonly json_schema?: { readonly name: string } | undefined } | undefined;
}

/** An answer as a test server gives it. */
export interface RecordedReply {
  readonly kind: 'answer';
  readonly content: string | null;
  readonly toolCalls?: readonly { readonly id: string; readonly name: string; readonly arguments: object }[];
}

/** The domains of which there are answers that a language model gave to the prompts. */
export const recordedDomains: readonly string[];

/** A request as a person made it, from which each domain begins. */
export const recordedTasks: Readonly<Record<string, string>>;

/** A config file for one model that does everything; with embedded agents, testing, checking and repair are the embedded author's. */
export function recordedModelConfig(baseUrl: string, agents?: 'recorded' | 'embedded'): string;

/**
 * What the recorded model answers to a request. It finds the kind of work by the name of the schema and the answer by what is
 * asked for (the operations, the number of the state, the calls), and moves all dates to the present day of the request. Of
 * test calls, those that were never proposed or judged are left out. Throws where nothing was recorded.
 */
export function recordedAnswer(domain: string, request: ModelRequest): string;

/** The same as a reply, in which turns of an agent call tools. */
export function recordedReply(domain: string, request: ModelRequest): RecordedReply;

/** The domain that a request is about. Throws where it is none of those recorded. */
export function recordedDomainOf(request: ModelRequest): string;

/** The kind of work that a request asks for. */
export function workOf(request: ModelRequest): string;
