import { type OperationCount, usualOperations } from '../../domain/environment/operation-count.ts';
import { type Skeleton, skeleton } from '../../domain/environment/skeleton.ts';
import { type Artifact, inputOf } from '../../domain/kinds.ts';
import type { Stage, StageContext, StageResult, Unit } from '../../engine/stage.ts';
import { modelState, planOperations } from '../../generation/work/skeletons.ts';
import { operationCountProblems, operationProblems, stateModelProblems } from './cross-check.ts';

/** How often an answer that fails the cross-checks goes back to the author. */
const repairs = 2;

/** Stage 2a: a topic becomes a skeleton. What fails the cross-checks goes back with the problems, and is rejected in the end. */
export const modelStage: Stage = {
  name: 'model',
  version: 2,
  noun: 'skeletons',
  writes: 'skeleton',
  works: [modelState, planOperations],
  async run(unit, context): Promise<StageResult> {
    const topic = inputOf(unit.inputs, 'topic').body;
    const wanted = { least: Number(unit.parameters.least), most: Number(unit.parameters.most) };
    const state = await untilSound(
      context,
      'state',
      (problems) => context.ask(modelState, { topic, problems }),
      stateModelProblems,
    );
    if (state.kind === 'unsound') return rejection('The state model', state);
    const { name, ...model } = state.answer;
    const design = (operations: Skeleton['operations']): Skeleton =>
      skeleton.parse({ name, summary: topic.summary, introduction: topic.introduction, ...model, operations });
    const plan = await untilSound(
      context,
      'operations',
      (problems) => context.ask(planOperations, { topic, name, model, wanted, problems }),
      (answer) => [
        ...operationProblems(design(answer.operations)),
        // The embedded author's blueprints are what they are; a model plans as many as it is asked for.
        ...(context.writtenBy(planOperations.name).model === undefined ? [] : operationCountProblems(answer.operations, wanted)),
      ],
    );
    if (plan.kind === 'unsound') return rejection('The plan of operations', plan);
    const authors = {
      'infer-topic': topic.writtenBy,
      'model-state': context.writtenBy('model-state'),
      'plan-operations': context.writtenBy('plan-operations'),
    };
    const body = { ...design(plan.answer.operations), authors };
    return { status: 'done', outputs: [{ kind: 'skeleton', subject: unit.subject, body }] };
  },
};

/** The skeleton of a topic, with as many operations as are wanted of a model. */
export function modelUnit(topic: Artifact<'topic'>, { least, most }: OperationCount = usualOperations): Unit {
  return { subject: topic.subject, inputs: [topic], parameters: { least, most } };
}

type Sound<Answer> = { kind: 'sound'; answer: Answer } | { kind: 'unsound'; answer: Answer; problems: readonly string[] };

async function untilSound<Answer>(
  context: StageContext,
  what: string,
  ask: (problems: readonly string[]) => Promise<Answer>,
  check: (answer: Answer) => string[],
): Promise<Sound<Answer>> {
  let problems: readonly string[] = [];
  for (let round = 0; ; round++) {
    const answer = await ask(problems);
    const found = check(answer);
    if (found.length === 0) return { kind: 'sound', answer };
    if (round === repairs) return { kind: 'unsound', answer, problems: found };
    context.log.info({ what, problems: found }, 'cross-check failed; asking again');
    problems = found;
  }
}

function rejection(what: string, result: { answer: unknown; problems: readonly string[] }): StageResult {
  const [first = '', ...others] = result.problems;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return {
    status: 'rejected',
    reason: `${what} failed the cross-checks: ${first}${more}`,
    evidence: { problems: result.problems, answer: result.answer },
  };
}
