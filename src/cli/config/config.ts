import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { UserError } from '../../base/errors.ts';
import { suggestion } from '../../base/nearest.ts';
import { type WorkName, workNames } from '../../generation/author.ts';
import { configProblems } from './config-problems.ts';

/** What the config file is called when none is named. */
export const configFileName = 'envscaler.config.yaml';

/** The kinds of work that the file assigns: all that an author does, and playing scenarios. */
export type AssignedWork = WorkName | 'act';
export const assignedWorks: readonly AssignedWork[] = [...workNames, 'act'];

/** What a request consists of, and is therefore no sampling setting. */
const reserved = ['model', 'messages', 'response_format', 'tools', 'tool_choice', 'stream', 'n'];

const modelConfig = z
  .strictObject({
    model: z.string().min(1).describe('The name of the model at its endpoint.'),
    baseUrl: z
      .url({ protocol: /^https?$/, error: 'must be an address like "http://localhost:8000/v1"' })
      .refine((url) => !URL.canParse(url) || new URL(url).password === '', {
        error: 'must not hold a password: put it in an environment variable and name that as apiKeyEnv',
      })
      .default('https://api.openai.com/v1')
      .describe('An OpenAI-compatible endpoint.'),
    apiKeyEnv: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{0,63}$/, {
        error: 'must be the NAME of an environment variable in capitals, e.g. OPENAI_API_KEY, and never a key itself',
      })
      .optional()
      .describe('The name of the environment variable that holds the key. Left out for an endpoint that wants none.'),
    parameters: z
      .record(
        z.string().refine((name) => !reserved.includes(name), { error: 'is not a sampling setting' }),
        z.union([z.string(), z.number(), z.boolean()]),
      )
      .default({})
      .describe('Sampling settings that are sent with every request, e.g. temperature. They enter fingerprints.'),
  })
  .describe('A model and how to reach it.');

const author = z.string().min(1).describe('"procedural", or the name of one of the models.');

export const configSchema = z
  .strictObject({
    models: z
      .record(z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'must be lower-case words joined by hyphens' }), modelConfig)
      .default({})
      .describe('Models by a name of your choice.'),
    default: author.optional().describe('Who does what is not assigned below: "procedural", or the name of a model.'),
    works: z
      .partialRecord(z.enum(assignedWorks), author)
      .default({})
      .describe('Who does which kind of work. "act" is the model that plays scenarios.'),
  })
  .describe('Settings of envscaler: who does which kind of work.');
export type Config = z.infer<typeof configSchema>;

/** The JSON Schema of the config file, for editors. */
export function configJsonSchema(): object {
  return { ...z.toJSONSchema(configSchema, { io: 'input' }), title: configFileName };
}

/** Reads a config from its text. Throws one UserError with every problem, each with file and line. */
export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw new UserError(`${file}:${broken.linePos?.[0].line ?? 1}: this is not YAML: ${broken.message.split('\n')[0]}`);
  const value: unknown = document.toJS() ?? {};
  const parsed = configSchema.safeParse(value);
  const place = { file, document, lines, knownKeys };
  if (!parsed.success) throw problemsError(configProblems(parsed.error, place));
  const problems = referenceProblems(parsed.data);
  if (problems.length > 0) throw problemsError(configProblems(problems, place));
  return parsed.data;
}

/** The keys that may stand at a path of the config. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(configSchema.shape);
  if (path[0] === 'works') return assignedWorks;
  return Object.keys(modelConfig.shape);
}

function problemsError(problems: readonly string[]): UserError {
  return new UserError(problems.join('\n'));
}

/** Names of authors that are none. */
function referenceProblems(config: Config): { path: string[]; text: string }[] {
  const names = ['procedural', ...Object.keys(config.models)];
  const references = [
    ...(config.default === undefined ? [] : [{ path: ['default'], name: config.default }]),
    ...Object.entries(config.works).map(([work, name]) => ({ path: ['works', work], name: name ?? '' })),
  ];
  return references.flatMap(({ path, name }) => {
    if (path.at(-1) === 'act' && name === 'procedural')
      return [
        { path, text: 'must name a model: the embedded author does not play (the agents reference, random and noop need none)' },
      ];
    return names.includes(name) ? [] : [{ path, text: `there is no author "${name}".${suggestion(name, names)}` }];
  });
}
