import { hashJson, hashText } from '../../base/hash.ts';
import type { CompiledModule, Compiler } from '../compiler/compiler.ts';
import type { Diagnostic, OpenEnvironment, Sandbox, SandboxLimits } from '../sandbox.ts';
import { SandboxError } from '../sandbox-error.ts';
import { createWorker, type Worker } from '../supervisor/worker.ts';
import { argumentsValidators } from './arguments.ts';
import type { LoadedModule } from './instance.ts';
import { locator } from './locate-in-source.ts';
import { openEnvironment, tryLoading } from './open-environment.ts';

export interface SandboxOptions {
  /** How many processes to spread the work over; each is started when it is first needed. */
  readonly processes: number;
  readonly limits?: Partial<SandboxLimits> | undefined;
}

const DEFAULTS: SandboxLimits = { steps: 5_000_000, deadlineMs: 2_000, memoryMb: 256, stateMb: 4 };
const MAX_COMPILED = 200;

/** The sandbox: SES compartments in supervised child processes. Close it to end them. */
export function createSandbox(options: SandboxOptions): Sandbox {
  return sandboxWith(options, (diagnostics) => diagnostics);
}

/**
 * The sandbox's machinery, with a say in which findings keep a module from being opened. Everything but tests of the
 * compartment itself uses createSandbox, where all of them do.
 */
export function sandboxWith(
  options: SandboxOptions,
  decisive: (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[],
): Sandbox {
  const limits = { ...DEFAULTS, ...options.limits };
  const workers = Array.from({ length: Math.max(1, options.processes) }, () => createWorker(limits));
  const compiled = new Map<string, CompiledModule>();
  const opened = new Map<string, Promise<OpenEnvironment>>();
  let starting: Promise<Compiler> | undefined;

  /** The compiler is large: it is loaded when there is something to compile. */
  const compiler = (): Promise<Compiler> => {
    starting ??= import('../compiler/compiler.ts').then(({ createCompiler }) => createCompiler());
    return starting;
  };

  const compile = async (source: string): Promise<CompiledModule> => {
    const key = hashText(source);
    const known = compiled.get(key);
    if (known) return known;
    const module = (await compiler()).compileModule(source);
    compiled.set(key, module);
    forgetOldest(compiled);
    return module;
  };

  const pick = (): Worker => workers.reduce((best, worker) => (worker.load() < best.load() ? worker : best));
  let turn = 0;
  /** Takes turns among workers that have equally little to do. */
  const pickInTurn = (): Worker => {
    turn++;
    const next = workers[turn % workers.length] ?? pick();
    return next.load() <= pick().load() ? next : pick();
  };

  const load = async (environment: Parameters<Sandbox['open']>[0], key: string, traced: boolean): Promise<OpenEnvironment> => {
    const { source, tools, skeleton } = environment;
    const compiledModule = await compile(source);
    const problems = decisive(compiledModule.diagnostics);
    if (problems.length > 0 || compiledModule.script === undefined) {
      const count = `${problems.length} problem${problems.length === 1 ? '' : 's'}`;
      throw new SandboxError(`The module of ${skeleton.name} has ${count}; the first: ${textOf(problems[0])}`, {
        kind: 'diagnostics',
        diagnostics: [...problems],
      });
    }
    const { script, branches } = traced ? compiledModule.traced() : { script: compiledModule.script, branches: [] };
    const module: LoadedModule = {
      key,
      load: {
        op: 'load',
        environment: key,
        script,
        tools: Object.fromEntries(tools.map((tool) => [tool.name, tool.effect])),
      },
      validators: argumentsValidators(tools),
      locate: locator(source),
    };
    await tryLoading(pickInTurn(), module);
    return openEnvironment({
      module,
      branches,
      pick: pickInTurn,
      compileChecks: async (checks) => (await compiler()).compileChecks(source, checks),
    });
  };

  return {
    diagnose: async (source) => (await compile(source)).diagnostics,
    open(environment, { traced } = { traced: false }) {
      const key = `${traced ? 'traced ' : ''}environment ${hashJson([environment.source, environment.tools])}`;
      const known = opened.get(key);
      if (known) return known;
      const loading = load(environment, key, traced);
      opened.set(key, loading);
      forgetOldest(opened);
      // What failed is tried again when asked for again.
      loading.catch(() => opened.delete(key));
      return loading;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function forgetOldest(cache: Map<string, unknown>): void {
  if (cache.size <= MAX_COMPILED) return;
  const [oldest] = cache.keys();
  if (oldest !== undefined) cache.delete(oldest);
}

function textOf(diagnostic: Diagnostic | undefined): string {
  return diagnostic ? `line ${diagnostic.line}: ${diagnostic.message} [${diagnostic.rule}]` : '';
}
