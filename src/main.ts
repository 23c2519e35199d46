#!/usr/bin/env node
import { CommanderError } from 'commander';
import { outliveReaders } from './cli/closed-pipe.ts';
import { assess } from './cli/commands/assess/command.ts';
import { batch } from './cli/commands/batch/command.ts';
import { config } from './cli/commands/config/command.ts';
import { cost } from './cli/commands/cost/command.ts';
import { diff } from './cli/commands/diff/command.ts';
import { doctor } from './cli/commands/doctor/command.ts';
import { exportDatasets } from './cli/commands/export/command.ts';
import { list } from './cli/commands/list/command.ts';
import { mcp } from './cli/commands/mcp/command.ts';
import { play } from './cli/commands/play/command.ts';
import { rollout } from './cli/commands/rollout/command.ts';
import { run } from './cli/commands/run/command.ts';
import { scen } from './cli/commands/scen/command.ts';
import { serve } from './cli/commands/serve/command.ts';
import { show } from './cli/commands/show/command.ts';
import { skel } from './cli/commands/skel/command.ts';
import { stats } from './cli/commands/stats/command.ts';
import { status } from './cli/commands/status/command.ts';
import { trace } from './cli/commands/trace/command.ts';
import { verify } from './cli/commands/verify/command.ts';
import { secretsIn } from './cli/config/environment.ts';
import { programOf } from './cli/program.ts';
import { reportError } from './cli/report-error.ts';

/** Every command, in the order of the help. */
const commands = [
  run,
  skel,
  scen,
  rollout,
  exportDatasets,
  serve,
  mcp,
  status,
  cost,
  list,
  show,
  assess,
  stats,
  trace,
  diff,
  play,
  verify,
  doctor,
  batch,
  config,
];

async function main(): Promise<void> {
  outliveReaders(process);
  const program = programOf(commands);
  if (process.argv.length <= 2) {
    program.outputHelp();
    return;
  }
  try {
    await program.parseAsync();
  } catch (error) {
    // Help and version were printed: nothing is wrong.
    if (error instanceof CommanderError && error.exitCode === 0) return;
    process.exitCode = reportError(error, { json: process.argv.includes('--json'), secrets: secretsIn(process.env) }, process);
  }
}

await main();
