import type { Json } from '../../../base/json.ts';
import type { Entity } from '../../../domain/environment/skeleton.ts';
import { sentencesOf } from '../../../language/sentences.ts';
import { flat } from '../../../language/words.ts';
import { type CertificateInput, isWrite, operationOf, todayOf, wordsOf } from '../certificate-input.ts';
import { endText } from '../end-state.ts';
import { leavesOf, typeAt, withValueAt } from '../leaves.ts';
import { type Checkpoint, continueFrom, type Step } from '../reference/trace.ts';
import { fitsAll, saidOf } from '../wording/described.ts';
import type { Perturbation } from './near-misses.ts';
import { entityNamed, otherKeys } from './other-values.ts';

/** Records tried in place of one, those most like it first, and traces run in all. */
const ambiguousTried = 4;
const mostTraces = 24;

/**
 * Words by which a task chooses among records that it describes alike: "the earliest", "all that", "at least", "next".
 * Whether they choose rightly is beyond this test.
 */
const choosing =
  /\b(?!(?:gu|requ|t|w|r|inter|b|prot|harv|for|mod|hon|conqu|inv|sugg|dig|arr|cont|ch|n|v|z|qu)est\b)\p{L}+est\b|\b(best|first|last|next|most|least|fewer|lower|higher|larger|smaller|cheaper|earlier|later|older|newer|longer|shorter|more than|less than|all|every\w*|each|any\w*|whoever|whatever|whichever|except|overdue|before|after)\b/iu;

/**
 * Other ways to fill in the arguments of the reference that the task allows: in place of each record that its writes take
 * and the task does not name by its key, another one of which the task says the same, throughout. Taken are those that the
 * environment accepts, that end differently and that no words choose against: an agent that reads the task rightly may come
 * to them, and must not be paid less for it.
 */
export async function ambiguousRecords(
  input: CertificateInput,
  steps: readonly Step[],
  checkpoints: readonly Checkpoint[],
): Promise<Perturbation[]> {
  const [first] = checkpoints;
  if (!first) return [];
  const named = new Set(input.reference.flatMap((call) => leavesOf(call.arguments).map(({ value }) => value)));
  const { skeleton, start } = input;
  const text = wordsOf(input);
  const description = { skeleton, state: start.state, text, today: todayOf(input) };
  const right = endText(input, input.start.state, input.final);
  const found: Perturbation[] = [];
  let traces = 0;
  for (const { entity, key, call } of recordsTaken(input)) {
    const said = saidOf(description, entity, key);
    if (isChosen(text, [...said.values()])) continue;
    const fitting = otherKeys(entity, start.state, key, Number.POSITIVE_INFINITY).filter(
      (other) => !named.has(other) && fitsAll(said, saidOf(description, entity, other)),
    );
    for (const other of fitting.slice(0, ambiguousTried)) {
      if (traces++ >= mostTraces) return found;
      const ran = await continueFrom(
        first,
        input.start.state,
        steps.map((step) => exchanged(step, key, other)),
      );
      const isTaken = ran.calls.every(({ outcome, tool }) => outcome === 'success' || !isWrite(input.skeleton, tool));
      if (!isTaken || endText(input, input.start.state, ran.final) === right) continue;
      const words = [...new Set(said.values())].map((word) => `"${word}"`).join(', ');
      const what = `${entity.collection} ${other} in place of ${key}; the task says ${words || 'nothing'} of both`;
      found.push({ kind: 'ambiguous-record', call, what, ran });
      break;
    }
  }
  return found;
}

/** Whether the sentences that describe a record, or those right behind them, choose one among several. */
function isChosen(task: string, said: readonly string[]): boolean {
  const sentences = sentencesOf(task, 'clause');
  const says = (sentence: string): boolean => said.some((words) => flat(sentence).includes(words));
  const scope =
    said.length === 0 ? sentences : sentences.filter((sentence, at) => says(sentence) || says(sentences[at - 1] ?? ''));
  return scope.some((sentence) => choosing.test(sentence));
}

interface Taken {
  readonly entity: Entity;
  readonly key: string;
  /** The first write that takes it. */
  readonly call: number;
}

/** The records of the initial state among the arguments of the writes that the task does not name by their keys. */
function recordsTaken({ skeleton, start, reference, task }: CertificateInput): Taken[] {
  const found = new Map<string, Taken>();
  for (const [index, call] of reference.entries()) {
    if (!isWrite(skeleton, call.tool)) continue;
    const operation = operationOf(skeleton, call.tool);
    for (const [name, argument] of Object.entries(call.arguments)) {
      const parameter = operation?.parameters.find((candidate) => candidate.name === name);
      for (const { path, value } of leavesOf(argument, name)) {
        const type = parameter && typeAt(parameter.type, path.split('.').slice(1).join('.'));
        const entity = entityNamed(skeleton, start.state, type, value);
        if (!entity || typeof value !== 'string' || !Object.hasOwn(start.state[entity.collection] ?? {}, value)) continue;
        const id = `${entity.collection}/${value}`;
        if (!found.has(id) && !task.includes(value)) found.set(id, { entity, key: value, call: index + 1 });
      }
    }
  }
  return [...found.values()];
}

/** A step with one record in place of another. */
function exchanged(step: Step, key: string, other: string): Step {
  let args: Json = step.arguments;
  for (const { path, value } of leavesOf(step.arguments)) if (value === key) args = withValueAt(args, path, other);
  return { ...step, arguments: args as Record<string, Json> };
}
