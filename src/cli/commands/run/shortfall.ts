import { type EnvironmentYield, shortfallText } from '../../../pipeline/environment-yield.ts';
import type { CommandLine } from '../../command-line.ts';
import type { WorkEnd } from './run-pipeline.ts';

/** Tells when fewer environments came out than were asked for; where none did, the command ends with exit code 1. */
export function toldOf<End extends WorkEnd & { readonly environments: EnvironmentYield }>(
  { flags, output }: CommandLine,
  end: End,
): WorkEnd {
  const text = flags.plan || end.interrupted || end.postponed ? undefined : shortfallText(end.environments);
  if (text === undefined) return end;
  if (end.environments.accepted === 0) return { ...end, stopped: text };
  output.problem(text);
  return end;
}
