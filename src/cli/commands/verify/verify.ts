import { UserError } from '../../../base/errors.ts';
import type { Environment } from '../../../domain/environment/environment.ts';
import { isKind, shortId } from '../../../domain/kinds.ts';
import { countOf } from '../../../render/text/amounts.ts';
import { recertify } from '../../../stages/scenarios/recertify.ts';
import type { StoredArtifact } from '../../../store/store.ts';
import type { ReadOnlyWorkspace } from '../../../workspace/read-only-workspace.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { findOfKind } from '../../lookup/find-artifact.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';

export interface VerifyOptions {
  /** A difference is a failure: exit code 1. */
  readonly strict?: boolean;
}

/** Differences shown of one scenario; --json and --verbose give all. */
const shown = 5;

/**
 * Recomputes the reward certificates of scenarios (all current ones, or those named) from scratch and reports where they
 * come out other than stored. A UserError for an id that is none.
 */
export async function verify(line: CommandLine, options: VerifyOptions, ids: readonly string[]): Promise<ExitCode> {
  if (isEmptyWorkspace(line.flags.workspace)) throw new UserError(emptyText(line.flags.workspace));
  return readWorkspace(line, async (workspace) => {
    const scenarios = await chosen(workspace, ids);
    let differing = 0;
    let complete = 0;
    for (const scenario of scenarios) {
      if (line.interrupt.signal.aborted) return exitCodes.interrupted;
      const environment = await environmentOf(workspace, scenario);
      const { certificate, differences } = await recertify(workspace.sandbox, environment, scenario.body);
      if (certificate.complete) complete++;
      if (differences.length > 0) differing++;
      report(line, scenario, differences);
    }
    const summary = `${countOf(scenarios.length, 'certificates')} recomputed: ${scenarios.length - differing} as stored, ${differing} different; ${complete} complete`;
    line.output.result(summary, { event: 'verified', scenarios: scenarios.length, differing, complete });
    return options.strict && differing > 0 ? exitCodes.someFailed : exitCodes.done;
  });
}

async function chosen({ store }: ReadOnlyWorkspace, ids: readonly string[]): Promise<readonly StoredArtifact<'scenario'>[]> {
  if (ids.length > 0) return Promise.all(ids.map((id) => findOfKind(store, 'scenario', id)));
  const scenarios = await store.artifacts('scenario');
  if (scenarios.length === 0) throw new UserError('There is no scenario to verify yet. "envscaler scen" makes them.');
  return scenarios;
}

async function environmentOf({ store }: ReadOnlyWorkspace, scenario: StoredArtifact<'scenario'>): Promise<Environment> {
  const artifact = await store.artifact(scenario.body.environment);
  if (!artifact || !isKind(artifact, 'environment'))
    throw new UserError(`The environment of ${shortId(scenario)} is not in this workspace.`);
  return artifact.body;
}

function report({ output, flags }: CommandLine, scenario: StoredArtifact<'scenario'>, differences: readonly string[]): void {
  const id = shortId(scenario);
  if (differences.length === 0) {
    output.event({ event: 'verify', scenario: id, name: scenario.subject, differences: [] });
    return;
  }
  const listed = flags.verbose ? differences : differences.slice(0, shown);
  const more = differences.length - listed.length;
  const lines = [`${id}  ${scenario.subject} comes out differently`, ...listed.map((text) => `  ${text}`)];
  if (more > 0) lines.push(`  and ${more} more; --verbose shows them`);
  output.result(lines.join('\n'), { event: 'verify', scenario: id, name: scenario.subject, differences });
}
