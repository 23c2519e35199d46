import { UserError } from '../../base/errors.ts';
import { type Assignment, allProcedural, type ModelSettings, type Writer, writingModels } from '../../generation/assignment.ts';
import { type WorkName, workNames } from '../../generation/author.ts';
import type { AuthorName, UserName } from './author-names.ts';
import type { LoadedConfig } from './config-file.ts';
import type { ModelEnvironment } from './environment.ts';

/** Who does which kind of work, and the sentence that says so. */
export interface AuthorChoice {
  readonly assignment: Assignment;
  readonly line: string;
}

/** What the choice depends on. `keys: 'unneeded'`: nothing will be sent, so that a missing key is none. */
export interface ChoiceSources {
  readonly flags: { readonly author?: AuthorName; readonly model?: string };
  readonly environment: ModelEnvironment;
  readonly config?: LoadedConfig | undefined;
  readonly keys?: 'needed' | 'unneeded';
}

/**
 * Who writes. Flags go before the config file, that before the environment: without any of them a model writes
 * when there is a key, or an address and the name of a model; else the embedded procedural author. Throws a UserError when a model is wanted and its key or its
 * name is missing.
 */
export function chooseAuthors(sources: ChoiceSources): AuthorChoice {
  const { flags, environment, config } = sources;
  const models = modelsOf(sources);
  if (flags.author === 'procedural') return procedural('as asked with --author');
  if (flags.author === 'openai') return single(models.main('The openai author needs the name of a model'));
  if (config && assignsAnything(config)) return assigned(sources, models);
  if (environment.apiKey !== undefined)
    return single(models.main('OPENAI_API_KEY is set, so a model writes, but which one is not known'));
  // Servers of one's own (vLLM, Ollama, llama.cpp) usually need no key.
  if (environment.baseUrl !== undefined && (flags.model ?? environment.model) !== undefined)
    return single(models.main('OPENAI_BASE_URL is set, so a model writes'));
  if (flags.model !== undefined) return single(models.called(flags.model));
  return procedural(
    environment.baseUrl === undefined
      ? 'no model is configured'
      : 'OPENAI_BASE_URL is set, but no model is named; --model NAME or ENVSCALER_MODEL names one',
  );
}

/** The model that plays scenarios. Throws a UserError that says what is missing. */
export function choosePlayer(sources: ChoiceSources): ModelSettings {
  const { flags, config } = sources;
  const models = modelsOf(sources);
  const name = flags.model ?? config?.config.works.act;
  return name === undefined ? models.main('The agent openai needs the name of a model') : models.called(name);
}

/** Who answers agents in conversations: as named, else whoever does that work by the general choice, else the scripted user. */
export function chooseUser(sources: ChoiceSources, name: Exclude<UserName, 'none'> | undefined): Writer {
  const { flags, environment, config } = sources;
  if (name === 'procedural') return 'procedural';
  const assigned = config?.config.works['simulate-user'];
  if (name === 'openai') {
    const models = modelsOf(sources);
    const named = assigned === 'procedural' ? undefined : assigned;
    return named === undefined ? models.main('The user openai needs the name of a model') : models.called(flags.model ?? named);
  }
  const isReachable = environment.apiKey !== undefined || environment.baseUrl !== undefined;
  const isModelNamed = (flags.model ?? environment.model) !== undefined && isReachable;
  const isChosen = flags.author !== undefined || (config !== undefined && assignsAnything(config)) || isModelNamed;
  return isChosen ? chooseAuthors(sources).assignment.writerOf('simulate-user') : 'procedural';
}

function assignsAnything({ config }: LoadedConfig): boolean {
  return config.default !== undefined || workNames.some((work) => config.works[work] !== undefined);
}

function procedural(why: string): AuthorChoice {
  return { assignment: allProcedural, line: `Author: the embedded procedural author (${why}).` };
}

function single(model: ModelSettings): AuthorChoice {
  return { assignment: { writerOf: () => model }, line: `Author: ${modelText(model)}.` };
}

/** What the config file assigns; --model takes the place of every model in it. */
function assigned(sources: ChoiceSources, models: Models): AuthorChoice {
  const { flags, config, environment } = sources;
  const rest = config?.config.default ?? (environment.apiKey === undefined ? 'procedural' : undefined);
  const writerFor = (work: WorkName): Writer => {
    const name = config?.config.works[work] ?? rest;
    if (name === 'procedural') return 'procedural';
    if (name === undefined) return models.main('OPENAI_API_KEY is set, so a model does the rest, but which one is not known');
    return models.called(flags.model ?? name);
  };
  const writers = new Map(workNames.map((work) => [work, writerFor(work)]));
  const assignment: Assignment = { writerOf: (work) => writers.get(work) ?? 'procedural' };
  return { assignment, line: `Authors, from ${config?.file}: ${assignmentText(assignment)}.` };
}

function assignmentText(assignment: Assignment): string {
  const worksOf = (writer: Writer): string => workNames.filter((work) => assignment.writerOf(work) === writer).join(', ');
  const writers: readonly Writer[] = [...writingModels(assignment), 'procedural'];
  return writers
    .filter((writer) => worksOf(writer) !== '')
    .map((writer) => `${writer === 'procedural' ? 'the embedded procedural author' : modelText(writer)} (${worksOf(writer)})`)
    .join('; ');
}

/** The models of a run, each made once, so that the same name is the same model. */
interface Models {
  /** The model of the config file with this name, or else the one that the endpoint of the environment calls so. */
  called(name: string): ModelSettings;
  /** The model for everything. `because` begins the sentence where no name is known. */
  main(because: string): ModelSettings;
}

function modelsOf({ flags, environment, config, keys = 'needed' }: ChoiceSources): Models {
  const made = new Map<string, ModelSettings>();
  const isReachable = (): boolean => environment.apiKey !== undefined || environment.baseUrl !== undefined || keys === 'unneeded';
  const requireReachable = (): void => {
    if (isReachable()) return;
    throw new UserError(
      'A model needs a key or an endpoint. Set OPENAI_API_KEY (in the environment or in .env), or OPENAI_BASE_URL to an endpoint that needs no key. Without a model, --author procedural writes.',
    );
  };
  const make = (name: string): ModelSettings => {
    const known = config?.config.models[name];
    if (known && config) {
      const apiKey = known.apiKeyEnv === undefined ? undefined : environment.variable(known.apiKeyEnv);
      if (known.apiKeyEnv !== undefined && apiKey === undefined && keys === 'needed') {
        throw new UserError(
          `The model "${name}" of ${config.file} takes its key from ${known.apiKeyEnv}, which is not set. Set it in the environment or in .env.`,
        );
      }
      return { model: known.model, baseUrl: known.baseUrl, apiKey, parameters: known.parameters };
    }
    requireReachable();
    const { baseUrl = 'https://api.openai.com/v1', apiKey } = environment;
    return { model: name, baseUrl, apiKey, parameters: {} };
  };
  const called = (name: string): ModelSettings => {
    const model = made.get(name) ?? make(name);
    made.set(name, model);
    return model;
  };
  return {
    called,
    main(because) {
      const preset = config?.config.default === 'procedural' ? undefined : config?.config.default;
      const name = flags.model ?? preset ?? environment.model;
      if (name !== undefined) return called(name);
      requireReachable();
      throw new UserError(`${because}. Give --model NAME, set ENVSCALER_MODEL, or use --author procedural.`);
    },
  };
}

/** Name and endpoint of a model, for people. */
export function modelText(model: ModelSettings): string {
  return `the model ${model.model} at ${endpointText(model.baseUrl)}`;
}

/** Host and path of the endpoint: an address may carry a user name, a password or a query that nobody should see. */
function endpointText(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) {
    throw new UserError(`OPENAI_BASE_URL is not a web address: it must look like http://localhost:8000/v1.`);
  }
  const url = new URL(baseUrl);
  if (url.host === 'api.openai.com') return url.host;
  return `${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}
