import { leastPassRate, passRate } from '../../domain/environment/agents-report.ts';
import type { Assessment } from '../../domain/environment/assessment.ts';
import type { Environment, EnvironmentCode } from '../../domain/environment/environment.ts';
import type { InitialState } from '../../domain/initial-state.ts';
import { inputOf, inputsOf } from '../../domain/kinds.ts';
import { withRepairsBy } from '../../domain/writers.ts';
import type { Stage, StageContext, StageResult } from '../../engine/stage.ts';
import { judgeCall, proposeCall } from '../../generation/work/calls.ts';
import { repairCode } from '../../generation/work/skeletons.ts';
import { type AgentsOutcome, testByAgents } from './agents/test-by-agents.ts';
import { runMechanicalGates } from './gates/mechanical-gates.ts';
import { improve, type Version } from './improve.ts';

/** The environment with some of its code exchanged, rendered again. */
export type Rebuild = (environment: Environment, changes: EnvironmentCode) => Environment;

/**
 * Stage 3: the mechanical gates, the two agents where these passed, and repair where something was found. The verdict is
 * computed: accepted when every gate passed. A unit's parameters say how many `rounds` the agents make and how many `repairs`
 * are asked for; an environment that was repaired is written as a new version beside its assessment.
 */
export function assessStage(rebuild: Rebuild): Stage {
  return {
    name: 'assess',
    version: 8,
    noun: 'assessments',
    writes: 'assessment',
    works: [proposeCall, judgeCall, repairCode],
    async run(unit, context): Promise<StageResult> {
      const written = inputOf(unit.inputs, 'environment');
      const states = inputsOf(unit.inputs, 'state').map((input) => input.body);
      const rounds = Number(unit.parameters.rounds ?? 0);
      const assess = (environment: Environment, hash: string): Promise<Assessment> =>
        assessVersion({ environment, hash, states, rounds }, context);
      const first: Version = { environment: written.body, assessment: await assess(written.body, written.hash) };
      const { best, history } = await improve(first, {
        // The embedded author refuses: a blueprint with a fault is corrected by hand.
        rounds: context.writtenBy('repair-code').provider === 'procedural' ? 0 : Number(unit.parameters.repairs ?? 0),
        states,
        assess,
        rebuild: (environment, changes) => withRepairsBy(rebuild(environment, changes), context.writtenBy('repair-code')),
        open: async ({ environment, assessment }) =>
          assessment.gates.some((gate) => !gate.passed && (gate.gate === 'compiles' || gate.gate === 'schemas'))
            ? undefined
            : context.sandbox.open(environment),
        askRepair: (input) => context.ask(repairCode, input),
      });
      const { subject } = unit;
      const body: Assessment = { ...best.assessment, ...(history.length > 1 ? { history } : {}) };
      return {
        status: 'done',
        outputs: [
          ...(best === first ? [] : [{ kind: 'environment' as const, subject, body: best.environment }]),
          { kind: 'assessment', subject, body },
        ],
      };
    },
  };
}

interface Examined {
  readonly environment: Environment;
  readonly hash: string;
  readonly states: readonly InitialState[];
  readonly rounds: number;
}

async function assessVersion({ environment, hash, states, rounds }: Examined, context: StageContext): Promise<Assessment> {
  const { sandbox, seed } = context;
  const contract = context.contractOf(environment.skeleton);
  const mechanical = await runMechanicalGates({ body: environment, hash, states }, { sandbox, seed, contract });
  if (rounds === 0 || mechanical.verdict === 'rejected') return mechanical;
  const opened = await sandbox.open(environment);
  const { ask, writtenBy } = context;
  return withAgents(mechanical, await testByAgents(environment, states, rounds, { ask, writtenBy, opened, seed }));
}

/** Where no call was judged, the agents are no gate: nothing was passed. */
function withAgents(mechanical: Assessment, { report, findings }: AgentsOutcome): Assessment {
  const rate = passRate(report);
  if (rate === undefined) return { ...mechanical, agents: report };
  const passed = rate >= leastPassRate;
  const share = `${Math.round(rate * 1000) / 10} % of ${report.judged} judged calls passed`;
  const note = `${share}; ${leastPassRate * 100} % are needed`;
  return {
    ...mechanical,
    verdict: passed ? mechanical.verdict : 'rejected',
    gates: [...mechanical.gates, { gate: 'agents', passed, note }],
    findings: [...mechanical.findings, ...findings],
    agents: report,
  };
}
