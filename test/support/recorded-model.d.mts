/** What of a request decides its answer. */
export interface ModelRequest {
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
  readonly response_format?: { readonly json_schema?: { readonly name: string } | undefined } | undefined;
}

/** The domains of which there are answers that a language model gave to the prompts. */
export const recordedDomains: readonly string[];

/** A request as a person made it, from which each domain begins. */
export const recordedTasks: Readonly<Record<string, string>>;

/**
 * A config file for one model that does everything of which there are recorded answers; testing is the embedded
 * author's.
 */
export function recordedModelConfig(baseUrl: string): string;

/**
 * What the recorded model answers to a request: it finds the kind of work by the name of the schema, the part of the code by
 * the operations that are wanted, and moves all dates to the present day of the request.
 */
export function recordedAnswer(domain: string, request: ModelRequest): string;
