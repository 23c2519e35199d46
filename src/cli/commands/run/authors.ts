import { UserError } from '../../../base/errors.ts';
import type { Answers } from '../../../workspace/workspace.ts';
import type { CommandLine } from '../../command-line.ts';
import type { ChoiceSources } from '../../config/author-choice.ts';
import { loadConfig } from '../../config/config-file.ts';

/** What the choice of authors depends on in a command: its flags, the config file, the environment. */
export function choiceSources({ flags, environment }: CommandLine, answers?: Answers): ChoiceSources {
  const isSilent = flags.replay !== undefined || flags.plan || answers?.kind === 'collect';
  const keys = isSilent ? 'unneeded' : 'needed';
  return { flags, environment, config: loadConfig(flags.config), keys };
}

/** Every key that a model could be asked with here. */
export function configuredKeys({ flags, environment }: CommandLine): readonly string[] {
  const models = Object.values(loadConfig(flags.config)?.config.models ?? {});
  const names = ['OPENAI_API_KEY', ...models.flatMap(({ apiKeyEnv }) => apiKeyEnv ?? [])];
  return names.flatMap((name) => environment.variable(name) ?? []);
}

/** Where the answers of models come from, as the flags say. */
export function answersOf({ flags }: CommandLine): Answers {
  if (flags.record !== undefined && flags.replay !== undefined)
    throw new UserError('--record and --replay exclude each other: a replay asks nobody, so that there is nothing to record.');
  if (flags.replay !== undefined) return { kind: 'replay', file: flags.replay };
  // A plan asks nobody.
  return flags.record === undefined || flags.plan ? { kind: 'ask' } : { kind: 'record', file: flags.record };
}
