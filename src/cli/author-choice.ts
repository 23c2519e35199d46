import { UserError } from '../base/errors.ts';
import type { ModelEnvironment } from './environment.ts';

export const authorNames = ['procedural', 'openai'] as const;
export type AuthorName = (typeof authorNames)[number];

/** Who writes, and the sentence that says so. */
export interface AuthorChoice {
  readonly author: AuthorName;
  readonly model: string | undefined;
  readonly line: string;
}

/**
 * Who writes: what `--author` says; without it a model when there is a key, else the embedded procedural author.
 * Throws a UserError when a model is wanted and its key or its name is missing.
 */
export function chooseAuthor(
  flags: { readonly author?: AuthorName; readonly model?: string },
  environment: ModelEnvironment,
): AuthorChoice {
  const author = flags.author ?? (environment.apiKey === undefined ? 'procedural' : 'openai');
  if (author === 'procedural') {
    return {
      author,
      model: undefined,
      line: `Author: the embedded procedural author (${whyProcedural(flags.author, environment)}).`,
    };
  }
  if (environment.apiKey === undefined && environment.baseUrl === undefined) {
    throw new UserError(
      'The openai author needs a key or an endpoint. Set OPENAI_API_KEY (in the environment or in .env), set OPENAI_BASE_URL to an endpoint that needs no key, or use --author procedural.',
    );
  }
  const model = modelName(flags.model, environment, flags.author);
  return { author, model, line: `Author: the model ${model} at ${endpointText(environment)}.` };
}

/** The name of the model, from `--model` or ENVSCALER_MODEL. Throws a UserError when neither gives one. */
function modelName(flag: string | undefined, environment: ModelEnvironment, author: AuthorName | undefined): string {
  const model = flag ?? environment.model;
  if (model !== undefined) return model;
  const because =
    author === undefined
      ? 'OPENAI_API_KEY is set, so a model writes, but which one is not known'
      : 'The openai author needs the name of a model';
  throw new UserError(`${because}. Give --model NAME, set ENVSCALER_MODEL, or use --author procedural.`);
}

function whyProcedural(asked: AuthorName | undefined, environment: ModelEnvironment): string {
  if (asked !== undefined) return 'as asked with --author';
  if (environment.baseUrl !== undefined) return 'OPENAI_BASE_URL is set but no key; --author openai uses it without one';
  return 'no model is configured';
}

/** Host and path of the endpoint: an address may carry a user name, a password or a query that nobody should see. */
function endpointText(environment: ModelEnvironment): string {
  if (environment.baseUrl === undefined) return 'api.openai.com';
  if (!URL.canParse(environment.baseUrl)) {
    throw new UserError(`OPENAI_BASE_URL is not a web address: it must look like http://localhost:8000/v1.`);
  }
  const url = new URL(environment.baseUrl);
  return `${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}
