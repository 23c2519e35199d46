import { z } from 'zod';
import { canonicalJson } from '../../base/json.ts';
import { inputOf } from '../../domain/kinds.ts';
import { difficultyLevels } from '../../domain/scenario/difficulty-level.ts';
import type { Scenario } from '../../domain/scenario/scenario.ts';
import { scenarioKinds } from '../../domain/scenario/scenario-kind.ts';
import type { Stage, StageContext, StageResult } from '../../engine/stage.ts';
import { DeclinedError } from '../../generation/errors.ts';
import { readTask } from '../../generation/work/reading.ts';
import { type ScenarioProposal, type WriteScenarioInput, writeScenario } from '../../generation/work/scenarios.ts';
import { difficultyOf } from './difficulty.ts';
import { focusOf } from './focus.ts';
import { kindOf } from './reference/refusals.ts';
import { stateInStoredOrder } from './stored-order.ts';
import { type Draft, type TriedOut, tryOut } from './try-out.ts';

/** How often a proposal that fails, or whose reward cannot be trusted, goes back to the author with what was found. */
const corrections = 3;
/** How often one goes back for what a second reading finds and what does no harm to the reward. */
const refinements = 1;

/** Stage 4b: a task with an executed reference, checks derived from what the reference changed, and their certificate. */
export const scenarioStage: Stage = {
  name: 'scenario',
  version: 13,
  noun: 'scenarios',
  writes: 'scenario',
  works: [writeScenario, readTask],
  async run(unit, context): Promise<StageResult> {
    const environment = inputOf(unit.inputs, 'environment');
    const initial = inputOf(unit.inputs, 'state').body;
    const { skeleton, tools, slug } = environment.body;
    const number = Number(unit.parameters.number);
    const request = {
      slug,
      skeleton,
      tools,
      state: initial.state,
      today: initial.start.slice(0, 10),
      number,
      turn: Number(unit.parameters.turn),
      writes: Number(unit.parameters.writes),
      kind: z.enum(scenarioKinds).catch('direct').parse(unit.parameters.kind),
      difficulty: z.enum(difficultyLevels).catch('medium').parse(unit.parameters.difficulty),
      focus: focusOf(skeleton, number),
    };
    const opened = await context.sandbox.open(environment.body);
    const start = { state: stateInStoredOrder(initial.state), seed: context.seed, start: initial.start };
    const place = { skeleton, tools, environment: opened, start };
    const { draft, last } = await propose(context, request, (proposal) => tryOut(context, place, request, proposal));
    if (!draft) return { status: 'rejected', reason: `No reference ran through. ${last?.problem ?? ''}`.trim(), evidence: last };

    const { proposal, input, talk, provenance, certificate } = draft;
    const { task, reference } = input;
    const kind = kindOf(proposal);
    const body: Scenario = {
      name: unit.subject,
      environment: environment.hash,
      task,
      kind,
      ...(proposal.persona ? { persona: proposal.persona } : {}),
      ...(proposal.user ? { user: { wants: proposal.user.wants, facts: [...talk.facts] } } : {}),
      initialState: initial.state,
      seed: start.seed,
      start: start.start,
      reference: [...reference],
      questions: [...talk.questions],
      closing: input.closing ?? '',
      refused: [...(input.refused ?? [])],
      provenance: [...provenance],
      checks: [...input.checks],
      difficulty: difficultyOf(environment.body, { initial: initial.state, reference, provenance, kind, task }),
      certificate,
      writtenBy: context.writtenBy('write-scenario'),
      stateWrittenBy: initial.writtenBy,
    };
    return { status: 'done', outputs: [{ kind: 'scenario', subject: unit.subject, body }] };
  },
};

interface Proposed {
  /** The best of those that ran: the first with a complete certificate and nothing found against it, or the one with the fewest faults. */
  readonly draft: Draft | undefined;
  readonly last: WriteScenarioInput['previous'];
}

/** Ask, try out, and send back what went wrong until nothing does, or the author has had its turns. */
async function propose(
  context: StageContext,
  request: WriteScenarioInput,
  attempt: (proposal: ScenarioProposal) => Promise<TriedOut>,
): Promise<Proposed> {
  let best: Draft | undefined;
  let last: WriteScenarioInput['previous'];
  let before: string | undefined;
  for (let round = 0; round <= corrections; round++) {
    const proposal = await nextProposal(context, last ? { ...request, previous: last } : request, best !== undefined);
    const same = canonicalJson(proposal);
    // Whoever says the same again will not say anything else.
    if (!proposal || (best && same === before)) break;
    before = same;
    const { calls, problem, draft } = await attempt(proposal);
    if (draft && (!best || faults(draft) < faults(best))) best = draft;
    if (problem === undefined || (best?.certificate.complete && round >= refinements)) break;
    context.log.info({ problem }, 'a proposal goes back to its author');
    last = {
      task: proposal.task,
      calls: calls.map(({ tool, arguments: args, result }) => ({ tool, arguments: args, result })),
      problem,
    };
  }
  return { draft: best, last };
}

/** Undefined where the author has nothing else to offer than what there is. */
async function nextProposal(
  context: StageContext,
  input: WriteScenarioInput,
  isSpare: boolean,
): Promise<ScenarioProposal | undefined> {
  try {
    return await context.ask(writeScenario, input);
  } catch (error) {
    if (error instanceof DeclinedError && isSpare) return undefined;
    throw error;
  }
}

/** An incomplete certificate weighs more than anything that is read into a task. */
function faults({ certificate: { complete, failed, reading } }: Draft): number {
  return (complete ? 0 : 1000 + 100 * failed.length) + (reading?.findings.length ?? 0);
}
