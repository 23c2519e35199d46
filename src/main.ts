#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { action } from './cli/action.ts';
import { outliveReaders } from './cli/closed-pipe.ts';
import { everyCommand } from './cli/command-tree.ts';
import type { AssessOptions } from './cli/commands/assess.ts';
import type { BatchExportOptions } from './cli/commands/batch.ts';
import type { CostOptions } from './cli/commands/cost.ts';
import type { ExportOptions } from './cli/commands/export.ts';
import type { ListOptions } from './cli/commands/list.ts';
import type { RolloutOptions } from './cli/commands/rollout.ts';
import type { RunOptions } from './cli/commands/run.ts';
import type { ScenOptions } from './cli/commands/scen.ts';
import type { ShowOptions } from './cli/commands/show.ts';
import type { SkelOptions } from './cli/commands/skel.ts';
import type { VerifyOptions } from './cli/commands/verify.ts';
import { type AuthorName, authorNames } from './cli/config/author-choice.ts';
import { secretsIn } from './cli/config/environment.ts';
import { withAskingFlags } from './cli/options/asking-flags.ts';
import { band } from './cli/options/band-flag.ts';
import { fraction, naturalNumber, oneOf, positiveInteger } from './cli/options/flags.ts';
import {
  agents,
  conversation,
  count,
  difficulty,
  formats,
  kinds,
  operations,
  rounds,
  solve,
  tasks,
  user,
} from './cli/options/shared-options.ts';
import { reportError } from './cli/report-error.ts';
import { usageError } from './cli/usage-error.ts';
import { toolVersion } from './cli/version.ts';

function defineCommands(program: Command): void {
  withAskingFlags(program.command('run'))
    .description('the whole pipeline: skel, scen, rollout and export')
    .addOption(tasks())
    .addOption(count('--count', 'environments to build', 8))
    .addOption(rounds())
    .addOption(operations())
    .addOption(count('--scenarios', 'scenarios for each environment', 10))
    .addOption(difficulty())
    .addOption(agents())
    .addOption(count('--attempts', 'rollouts of each agent at each scenario', 1))
    .addOption(user())
    .addOption(conversation())
    .addOption(formats())
    .option('--to <dir>', 'where the datasets go (default: exports/ in the workspace)')
    .action(action<RunOptions>(async (line, options) => (await import('./cli/commands/run.ts')).run(line, options)));
  withAskingFlags(program.command('skel'))
    .description('mine topics; design, write and assess environments')
    .addOption(tasks())
    .addOption(count('--count', 'environments to build', 8))
    .addOption(rounds())
    .addOption(operations())
    .action(action<SkelOptions>(async (line, options) => (await import('./cli/commands/skel.ts')).skel(line, options)));
  withAskingFlags(program.command('scen'))
    .description('make scenarios with certified rewards in accepted environments')
    .option('--env <id...>', 'only in these environments (default: all accepted ones)')
    .addOption(count('--count', 'scenarios for each environment', 10))
    .addOption(difficulty())
    .addOption(kinds())
    .addOption(solve())
    .action(action<ScenOptions>(async (line, options) => (await import('./cli/commands/scen.ts')).scen(line, options)));
  withAskingFlags(program.command('rollout'))
    .description('let agents play the certified scenarios')
    .addOption(agents())
    .addOption(count('--attempts', 'rollouts of each agent at each scenario', 1))
    .addOption(user())
    .addOption(conversation())
    .action(action<RolloutOptions>(async (line, options) => (await import('./cli/commands/rollout.ts')).rollout(line, options)));
  program
    .command('export')
    .description('write datasets for SFT and RL')
    .addOption(formats())
    .option('--to <dir>', 'the folder that gets one folder per format')
    .option('--include-uncertified', 'also scenarios whose reward certificate is incomplete')
    .addOption(
      new Option('--min-reward <x>', 'also trajectories with at least this dense reward').argParser(fraction('--min-reward')),
    )
    .addOption(new Option('--held-out <x>', 'share of the environments that is held out').argParser(fraction('--held-out')))
    .addOption(
      new Option('--band <low..high>', 'only scenarios whose measured pass rate lies in it, e.g. 0.2..0.8').argParser(
        band('--band'),
      ),
    )
    .option('--agent <name>', 'whose attempts are measured for --band (where several agents played)')
    .action(
      action<ExportOptions>(async (line, options) => (await import('./cli/commands/export.ts')).exportCommand(line, options)),
    );
  program
    .command('status')
    .description('what the workspace holds, what failed, what comes next')
    .action(action(async (line) => (await import('./cli/commands/status.ts')).status(line)));
  program
    .command('cost')
    .description('calls of models, their tokens and their price, by stage, work, model, environment and run')
    .option('--by <what...>', 'only by these: stage, work, model, environment, scenario, run')
    .option('--run <n>', 'only the calls of this run', positiveInteger('--run'))
    .action(action<CostOptions>(async (line, options) => (await import('./cli/commands/cost.ts')).cost(line, options)));
  program
    .command('list')
    .description('the artifacts of a kind, e.g. environments, scenarios, trajectories')
    .argument('<kind>')
    .option('--all-versions', 'older versions, too')
    .option('--agent <name>', 'of scenarios: how often this agent (a model by its name) solved them')
    .action(
      action<ListOptions>(async (line, options, [kind = '']) =>
        (await import('./cli/commands/list.ts')).list(line, options, kind),
      ),
    );
  program
    .command('show')
    .description('one artifact, by id or name')
    .argument('[id]')
    .option('--source', 'the generated TypeScript of an environment')
    .option('--skeleton', 'the design of an environment')
    .option('--tools', 'the tools of an environment, with JSON Schemas')
    .option('--certificate', 'the evidence for an environment or a scenario')
    .option('--checks', 'the checks of a scenario, with their TypeScript')
    .action(action<ShowOptions>(async (line, options, [id]) => (await import('./cli/commands/show.ts')).show(line, options, id)));
  withAskingFlags(program.command('assess'))
    .description('the assessment of an environment: gates, tools, agents, findings, versions')
    .argument('<env>')
    .option('--replay <finding>', 'make the calls of a finding again: its number, or the seed of its counterexample')
    .addOption(rounds())
    .option('--again', 'assess it again, even if nothing has changed')
    .option('--html <file>', 'also write the dashboard as an HTML file that needs nothing else')
    .action(
      action<AssessOptions>(async (line, options, [env = '']) =>
        (await import('./cli/commands/assess.ts')).assess(line, options, env),
      ),
    );
  program
    .command('stats')
    .description('figures of the environments and how they came about, beside those of the paper')
    .action(action(async (line) => (await import('./cli/commands/stats.ts')).stats(line)));
  program
    .command('trace')
    .description('what an artifact came from, back to the mined request')
    .argument('[id]')
    .action(action(async (line, _options, [id]) => (await import('./cli/commands/trace.ts')).trace(line, id)));
  program
    .command('diff')
    .description('the lines in which two artifacts differ')
    .argument('<before>')
    .argument('<after>')
    .action(
      action(async (line, _options, [before = '', after = '']) =>
        (await import('./cli/commands/diff.ts')).diff(line, before, after),
      ),
    );
  program
    .command('play')
    .description('play a scenario yourself: call tools, see results, changes and the reward')
    .argument('<scenario>')
    .action(action(async (line, _options, [scenario = '']) => (await import('./cli/commands/play.ts')).play(line, scenario)));
  program
    .command('verify')
    .description('recompute reward certificates from scratch and report differences')
    .argument('[id...]')
    .option('--strict', 'exit with 1 when one comes out differently')
    .action(
      action<VerifyOptions>(async (line, options, ids) => (await import('./cli/commands/verify.ts')).verify(line, options, ids)),
    );
  program
    .command('doctor')
    .description('look at everything a run needs, and try the models that are configured')
    .action(action(async (line) => (await import('./cli/commands/doctor.ts')).doctor(line)));
  const batch = program.command('batch').description('have the requests to models answered in batches');
  batch
    .command('export')
    .description('make what the answers so far allow, and write the requests that are ready now')
    .option('--to <file>', 'the batch file (OpenAI Batch lines; one file per model)')
    .addOption(tasks())
    .addOption(count('--count', 'environments to build', 8))
    .addOption(count('--scenarios', 'scenarios for each environment', 10))
    .action(
      action<BatchExportOptions>(async (line, options) => (await import('./cli/commands/batch.ts')).batchExport(line, options)),
    );
  batch
    .command('import')
    .description('take in the results of batches, in any order and any number of times')
    .argument('<file...>')
    .action(action(async (line, _options, files) => (await import('./cli/commands/batch.ts')).batchImport(line, files)));
  const config = program.command('config').description('the config file: who does which kind of work');
  config
    .command('schema')
    .description('the JSON Schema of the config file')
    .action(action(async (line) => (await import('./cli/commands/config.ts')).schema(line)));
  config
    .command('check')
    .description('validate the config file and say who does what')
    .action(action(async (line) => (await import('./cli/commands/config.ts')).check(line)));
}

function defineProgram(): Command {
  const program = new Command('envscaler')
    .description('Builds training environments for AI agents: stateful tools, tasks with certified rewards, SFT and RL datasets.')
    .version(toolVersion().version, '--version', 'the version of this program')
    .helpOption('-h, --help', 'this text')
    .helpCommand('help [command]', 'the help of a command')
    .option('--workspace <dir>', 'where everything is kept', 'out')
    .addOption(
      new Option('--seed <n>', 'the same seed and inputs give the same artifacts').argParser(naturalNumber('--seed')).default(1),
    )
    .addOption(
      new Option('--author <name>', 'who writes: procedural or openai (default: openai with a key, else procedural)').argParser(
        (name): AuthorName => oneOf('author', name, authorNames),
      ),
    )
    .option('--model <name>', 'the model that writes and plays (default: ENVSCALER_MODEL)')
    .option('--config <file>', 'who does which kind of work (default: envscaler.config.yaml, where there is one)')
    .option('--record <file>', 'add every answer of a model to a file')
    .option('--replay <file>', 'take every answer from such a file and ask nobody')
    .addOption(new Option('--concurrency <n>', 'units in progress at once').argParser(positiveInteger('--concurrency')))
    .option('--plan', 'say what would run and why; nothing runs')
    .option('--json', 'events and results as JSON lines on standard output')
    .option('--quiet', 'no progress and no remarks')
    .option('--verbose', 'the log on standard error; nothing shortened')
    .addHelpText(
      'after',
      `
Models: OPENAI_API_KEY, OPENAI_BASE_URL (any OpenAI-compatible endpoint) and ENVSCALER_MODEL, from the environment or .env.
Exit codes: 0 done, 1 some items failed (the rest is saved), 2 a mistake in the command, 5 budget reached, 130 interrupted.
Start with: envscaler run`,
    );
  defineCommands(program);
  for (const command of everyCommand(program)) {
    command
      .configureOutput({ writeErr: () => undefined })
      .showSuggestionAfterError(false)
      .configureHelp({ showGlobalOptions: true });
    command.exitOverride((error) => {
      throw usageError(error, command);
    });
  }
  return program;
}

async function main(): Promise<void> {
  outliveReaders(process);
  const program = defineProgram();
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
