import type { Json } from '../../../base/json.ts';
import { canonicalJson } from '../../../base/json.ts';
import type { Entity } from '../../../domain/environment/skeleton.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';
import type { ArgumentSource, RewardCertificate } from '../../../domain/scenario/scenario.ts';
import { type Fact, silence } from '../../../domain/scenario/user-profile.ts';
import { surfaceFormIn } from '../../../language/surface-forms/surface-form-in.ts';
import { type CertificateInput, operationOf, todayOf } from '../certificate-input.ts';
import { endText } from '../end-state.ts';
import { typeAt } from '../leaves.ts';
import { type Checkpoint, checkpointsOf, continueFrom, type Ran, type Step, stepsOf } from '../reference/trace.ts';
import { fitsAll, saidOf } from '../wording/described.ts';
import type { Perturbation } from './near-misses.ts';
import { altered } from './near-misses.ts';
import { entityNamed, otherKeys, otherValues } from './other-values.ts';

/** Other values of one fact that are tried. */
const valuesTried = 8;

type Opening = NonNullable<RewardCertificate['asking']>['facts'][number];

/** What stands open before the user is asked. */
export interface Guesses {
  /** The reference with another value that an agent might have guessed, one for each fact where there is one. */
  readonly perturbations: readonly Perturbation[];
  readonly facts: readonly Opening[];
  /** Why something can be known without asking, or is not settled by asking; empty for a task that is well left open. */
  readonly problems: readonly string[];
}

/**
 * For each fact that only the user knows, the other values that the opening message allows and the tools take, and whether
 * what the user says of it leaves one: by running the reference with each of them.
 */
export async function guesses(
  input: CertificateInput,
  steps: readonly Step[],
  checkpoints: readonly Checkpoint[],
): Promise<Guesses> {
  const perturbations: Perturbation[] = [];
  const facts: Opening[] = [];
  const problems: string[] = [];
  const right = endText(input, input.start.state, input.final);
  for (const fact of (input.talk ?? silence).facts) {
    const taken: { value: Json; ran: Ran }[] = [];
    for (const value of candidates(input, fact).slice(0, valuesTried)) {
      const ran = await withValue(input, { steps, checkpoints: checkpoints }, fact, value);
      if (!ran || endText(input, input.start.state, ran.final) === right) continue;
      taken.push({ value, ran });
    }
    const [first] = taken;
    const fitting = taken.filter(({ value }) => isToldAs(input, fact, value));
    facts.push({ fact: fact.id, open: taken.length + 1, told: fitting.length + 1 });
    if (first) {
      const what = `${fact.about} guessed as ${canonicalJson(first.value)}`;
      perturbations.push({ kind: 'guessed', call: fact.decides[0]?.call ?? 0, what, ran: first.ran });
    }
    if (isSaidBefore(input, fact)) problems.push(`The request itself says "${fact.about}", so nobody has to ask for it.`);
    else if (!first)
      problems.push(
        `Nobody has to ask for "${fact.about}": nothing but ${canonicalJson(fact.value)} fits the request and is accepted.`,
      );
    const [also] = fitting;
    if (also) problems.push(`What the user says of "${fact.about}" (${fact.says}) is as true of ${canonicalJson(also.value)}.`);
  }
  return { perturbations: perturbations, facts, problems };
}

/** Why a task that leaves something out cannot stand, before there are checks. */
export async function openingProblem(
  input: CertificateInput,
  provenance: readonly ArgumentSource[],
): Promise<string | undefined> {
  if (!input.talk || input.talk.facts.length === 0) return undefined;
  const steps = stepsOf(input, provenance);
  const { checkpoints, close } = await checkpointsOf(input, steps);
  try {
    const { problems } = await guesses(input, steps, checkpoints);
    return problems.length > 0 ? `It is not underspecified as it should be. ${problems.join(' ')}` : undefined;
  } finally {
    await close();
  }
}

interface Traces {
  readonly steps: readonly Step[];
  readonly checkpoints: readonly Checkpoint[];
}

/** The reference with another value in all places that a fact decides; undefined where one of these calls does not succeed. */
async function withValue(
  input: CertificateInput,
  { steps, checkpoints }: Traces,
  fact: Fact,
  value: Json,
): Promise<Ran | undefined> {
  const first = Math.min(...fact.decides.map(({ call }) => call));
  const checkpoint = checkpoints[first - 1];
  if (!checkpoint) return undefined;
  const rest = steps
    .slice(first - 1)
    .map((step) =>
      fact.decides
        .filter(({ call }) => call === step.place)
        .reduce((changed, { argument }) => altered(changed, argument, value), step),
    );
  const ran = await continueFrom(checkpoint, input.start.state, rest);
  const made = (call: number): boolean => ran.calls.some(({ place, outcome }) => place === call && outcome === 'success');
  return fact.decides.every(({ call }) => made(call)) ? ran : undefined;
}

function typeOf(input: CertificateInput, { decides: [place] }: Fact): ValueType | undefined {
  const operation = operationOf(input.skeleton, input.reference[(place?.call ?? 0) - 1]?.tool ?? '');
  const [name, ...inner] = (place?.argument ?? '').split('.');
  const parameter = operation?.parameters.find((one) => one.name === name);
  return parameter && typeAt(parameter.type, inner.join('.'));
}

function entityOf(input: CertificateInput, fact: Fact): Entity | undefined {
  return entityNamed(input.skeleton, input.start.state, typeOf(input, fact), fact.value);
}

/** Other values that the opening message allows: records of which all is true that it says of the right one; plain values that it does not say. */
function candidates(input: CertificateInput, fact: Fact): Json[] {
  const { skeleton, start, task: text } = input;
  const entity = entityOf(input, fact);
  if (entity && typeof fact.value === 'string') {
    const description = { skeleton, state: start.state, text, today: todayOf(input) };
    const said = saidOf(description, entity, fact.value);
    const others = otherKeys(entity, start.state, fact.value, Number.POSITIVE_INFINITY);
    return others.filter((key) => fitsAll(said, saidOf(description, entity, key)));
  }
  const { value } = fact;
  if (typeof value === 'object') return [];
  const near = otherValues(typeOf(input, fact), value);
  const far = typeof value === 'number' ? [value * 2, Math.floor(value / 2), value + 10, value - 10] : [];
  return [...near, ...far.filter((other) => other > 0 && other !== value)];
}

/** Whether the user's words, taken with the opening message, allow this value. */
function isToldAs(input: CertificateInput, fact: Fact, value: Json): boolean {
  const { skeleton, start } = input;
  const entity = entityOf(input, fact);
  const today = todayOf(input);
  if (entity && typeof fact.value === 'string' && typeof value === 'string') {
    const description = { skeleton, state: start.state, text: `${input.task} ${fact.says}`, today };
    return fitsAll(saidOf(description, entity, fact.value), saidOf(description, entity, value));
  }
  return surfaceFormIn(fact.says, { value, name: fact.decides[0]?.argument ?? '', today }) !== undefined;
}

/** Whether the opening message says a plain value. Of a record, that only one fits says so. */
function isSaidBefore(input: CertificateInput, fact: Fact): boolean {
  if (entityOf(input, fact)) return false;
  return (
    surfaceFormIn(input.task, { value: fact.value, name: fact.decides[0]?.argument ?? '', today: todayOf(input) }) !== undefined
  );
}
