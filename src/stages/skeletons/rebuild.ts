import type { Environment, EnvironmentCode } from '../../domain/environment/environment.ts';
import { mergeCode, withoutStrays } from './code.ts';
import { renderModule } from './render.ts';

/** An environment with some of its code exchanged: its module is rendered again, all else stays. */
export function rebuild(environment: Environment, changes: EnvironmentCode): Environment {
  const { skeleton } = environment;
  const code = mergeCode(environment.code, withoutStrays(skeleton, changes));
  return { ...environment, code, source: renderModule(skeleton, code) };
}
