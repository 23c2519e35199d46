import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../lookup/read-workspace.ts';
import { attemptsSection } from './attempts.ts';
import { costSection } from './cost.ts';
import { environmentsSection } from './environments.ts';
import { funnelSection } from './funnel.ts';
import { scenariosSection } from './scenarios.ts';
import type { Section } from './section.ts';

/** The sections, in the order in which they are shown. A section that has nothing to tell is left out. */
const sections: readonly Section[] = [funnelSection, environmentsSection, scenariosSection, attemptsSection, costSection];

/** Figures for all that a workspace holds, beside those of the paper where it gives any. */
export async function stats(line: CommandLine): Promise<ExitCode> {
  const { workspace: directory } = line.flags;
  if (isEmptyWorkspace(directory)) {
    line.output.result(emptyText(directory), { event: 'stats', workspace: directory, empty: true });
    return exitCodes.done;
  }
  return readWorkspace(line, async ({ store, priceOf }) => {
    const told = [];
    for (const section of sections) {
      const figures = await section(store, line.output.width, priceOf);
      if (figures) told.push(figures);
    }
    line.output.result(told.map(({ text }) => text).join('\n\n'), {
      event: 'stats',
      workspace: directory,
      empty: false,
      ...Object.fromEntries(told.map(({ name, value }) => [name, value])),
    });
    return exitCodes.done;
  });
}
