import { type Artifact, inputsOf } from '../../domain/kinds.ts';
import type { Verdict } from '../../domain/topic.ts';
import type { Stage, Unit } from '../../engine/stage.ts';
import { InvalidAnswerError } from '../../generation/errors.ts';
import { judgeTasks } from '../../generation/work/topics.ts';

/** So many requests are judged with one question to the author. */
const batchSize = 20;

/** Stage 1b: which requests need a stateful, domain-specific environment? One verdict per task. */
export const judgeStage: Stage = {
  name: 'judge',
  version: 1,
  noun: 'verdicts',
  writes: 'verdict',
  works: [judgeTasks],
  async run(unit, context) {
    const tasks = inputsOf(unit.inputs, 'task');
    const numbered = tasks.map((task, index) => ({ number: index + 1, text: task.body.text }));
    const { verdicts } = await context.ask(judgeTasks, { tasks: numbered });
    const problem = numberingProblem(
      verdicts.map((verdict) => verdict.number),
      tasks.length,
    );
    if (problem !== undefined)
      throw new InvalidAnswerError(`The judgement of ${unit.subject} ${problem}.`, {
        work: judgeTasks.name,
        problems: [problem],
        raw: JSON.stringify(verdicts),
      });
    const byNumber = new Map(verdicts.map((verdict) => [verdict.number, verdict]));
    const writtenBy = context.writtenBy('judge-tasks');
    return {
      status: 'done',
      outputs: tasks.flatMap((task, index) => {
        const verdict = byNumber.get(index + 1);
        if (!verdict) return [];
        const body: Verdict = { text: task.body.text, stateful: verdict.stateful, reason: verdict.reason, writtenBy };
        return [{ kind: 'verdict', subject: task.subject, body, from: [task.hash] }];
      }),
    };
  },
};

/**
 * Batches of tasks, file by file in order of line. A batch is named by its place in the file, so that a file that grows at
 * its end changes only its last batch and adds new ones.
 */
export function judgeUnits(tasks: readonly Artifact<'task'>[]): readonly Unit[] {
  const byFile = new Map<string, Artifact<'task'>[]>();
  for (const task of tasks) byFile.set(task.body.source.file, [...(byFile.get(task.body.source.file) ?? []), task]);
  return [...byFile].flatMap(([file, group]) => {
    const inOrder = [...group].sort((left, right) => left.body.source.line - right.body.source.line);
    return Array.from({ length: Math.ceil(inOrder.length / batchSize) }, (_, batch) => ({
      subject: `${file}/batch-${batch + 1}`,
      inputs: inOrder.slice(batch * batchSize, (batch + 1) * batchSize),
      parameters: {},
    }));
  });
}

/** Completes the sentence "The judgement of x ...", or undefined when every number from 1 to `count` occurs once. */
function numberingProblem(numbers: readonly number[], count: number): string | undefined {
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !numbers.includes(number));
  const foreign = numbers.filter((number) => number < 1 || number > count);
  const repeated = numbers.filter((number, index) => numbers.indexOf(number) !== index);
  if (missing.length > 0) return `lacks a verdict for number ${missing.join(', ')} of ${count}`;
  if (foreign.length > 0) return `has a verdict for number ${foreign.join(', ')}, but there are ${count} requests`;
  if (repeated.length > 0) return `has more than one verdict for number ${repeated.join(', ')}`;
  return undefined;
}
