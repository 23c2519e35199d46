import { UserError } from '../../../base/errors.ts';
import { createCatalogue } from '../../../serving/catalogue/catalogue.ts';
import { chooseRows } from '../../../serving/catalogue/choose-rows.ts';
import { readBundle } from '../../../serving/catalogue/read-bundle.ts';
import { writeSpace } from '../../../serving/space/write-space.ts';
import { packageRoot } from '../../../workspace/read-only-workspace.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import type { SourceOptions } from './open-service.ts';

/** Writes the folder of an OpenEnv space. */
export function writeOpenEnvSpace({ output }: CommandLine, { from, env, split }: SourceOptions, folder: string): ExitCode {
  if (from === undefined)
    throw new UserError('A space runs a bundle: name it with --from. Write one with: envscaler export --format bundle --to DIR');
  const { environments } = createCatalogue(chooseRows(readBundle(from), { environments: env, split }));
  const [environment, second] = environments;
  if (!environment || second)
    throw new UserError(`A space runs one environment. Name it with --env: ${environments.map(({ id }) => id).join(', ')}.`);
  writeSpace({ folder, bundle: from, environment, program: packageRoot });
  output.result(`The space of ${environment.id} is in ${folder}. Run it: docker build -t ${environment.id} ${folder}`, {
    event: 'space',
    folder,
    environment: environment.id,
  });
  return exitCodes.done;
}
