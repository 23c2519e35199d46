import { z } from 'zod';
import { suggestion } from '../base/nearest.ts';
import { seededRandom } from '../base/random.ts';
import { slugOf } from '../base/slug.ts';
import type { Contract } from '../domain/contract/form.ts';
import type { EnvironmentCode } from '../domain/environment/environment.ts';
import type { PolicyConstant, Skeleton } from '../domain/environment/skeleton.ts';
import type { State } from '../domain/state.ts';
import type { Topic } from '../domain/topic.ts';
import type { AskContext, Author, Work, WorkName } from '../generation/author.ts';
import { DeclinedError } from '../generation/errors.ts';
import type { JudgeCallInput, ProposeCallInput } from '../generation/work/calls.ts';
import type { ProposedTelling, ScenarioProposal, WriteScenarioInput, WriteStateInput } from '../generation/work/scenarios.ts';
import type { ModelStateInput, PlanOperationsInput, WriteCodeInput } from '../generation/work/skeletons.ts';
import type { InferTopicInput, JudgeTasksInput } from '../generation/work/topics.ts';
import { type Blueprint, codeOf, skeletonOf } from './blueprint.ts';
import { blueprintOf, blueprints } from './blueprints.ts';
import { contracts } from './contracts.ts';
import { domains } from './domains.ts';
import { compose, isFrom } from './kit/compose.ts';
import type { Domain, PlannedToolCall, Policy, Telling } from './kit/domain.ts';
import { judgeCalls, proposeCalls } from './testing/test-calls.ts';
import { judgeTask } from './topics/judge.ts';
import { matchTopic } from './topics/match-topic.ts';
import { answerAsUser } from './user/answer-as-user.ts';

/** Raise it when templates, domains or blueprints change what is written. */
const version = 16;

/** The embedded author: deterministic, needs no key, and never pretends to be a model. */
export function createProceduralAuthor(): Author {
  return {
    identity: () => ({ provider: 'procedural', version }),
    async ask(work, input, context) {
      context.signal.throwIfAborted();
      return checked(work, input, answer(work, input, context));
    },
    contractOf: (skeleton) => contracts[designOf(skeleton)?.domain.slug ?? ''],
  };
}

/** A wrong answer of ours is a bug, not something to retry. */
function checked<Input, Answer>(work: Work<Input, Answer>, input: Input, raw: unknown): Answer {
  const parsed = work.answer(input).safeParse(raw);
  if (!parsed.success)
    throw new Error(`The procedural answer to ${work.name} does not fit its schema: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * The one door where an input gets its type: a work's name stands for its input type, which the type system cannot say
 * of a generic `ask`.
 */
function answer<Input, Answer>(work: Work<Input, Answer>, input: Input, context: AskContext): unknown {
  const writers: Partial<Record<WorkName, (input: never, context: AskContext) => unknown>> = {
    'judge-tasks': judgeTasks,
    'infer-topic': inferTopic,
    'model-state': modelState,
    'plan-operations': planOperations,
    'write-code': writeCode,
    'repair-code': refuseRepair,
    'write-state': writeState,
    'propose-call': proposeCall,
    'judge-call': judgeCall,
    'write-scenario': writeScenario,
    'simulate-user': answerAsUser,
  };
  const writer = writers[work.name];
  if (!writer) throw new DeclinedError(`The embedded author does not do the work "${work.name}".`);
  return writer(input as never, context);
}

function judgeTasks(input: JudgeTasksInput): unknown {
  return { verdicts: input.tasks.map(({ number, text }) => ({ number, ...judgeTask(text) })) };
}

function inferTopic(input: InferTopicInput): unknown {
  const match = matchTopic(input.task, blueprints());
  if (!match) {
    return {
      title: 'No blueprint',
      summary: 'A request that the embedded author cannot model',
      introduction:
        'The embedded author knows a fixed set of domains, and this request belongs to none of them. A model as author can infer a topic for it.',
      domain: 'unknown',
      usefulness: 1,
      modelability: 1,
      reason: 'the embedded author has no blueprint for this request',
    };
  }
  const { title, summary, introduction, domain, usefulness, modelability } = match.blueprint;
  return { title, summary, introduction, domain, usefulness, modelability, reason: match.reason };
}

interface Known {
  readonly domain: Domain<State>;
  readonly blueprint: Blueprint;
}

/**
 * The domain and blueprint behind a topic's slug, which is made from the blueprint's title; a number at its end (a second
 * topic of the kind) does not matter.
 */
function domainOf(slug: string): Known | undefined {
  for (const domain of domains) {
    const blueprint = blueprintOf(domain.slug);
    const names = [domain.slug, slugOf(blueprint.title)];
    if (names.includes(slug) || names.includes(slug.replace(/-\d+$/, ''))) return { domain, blueprint };
  }
  return undefined;
}

/** A topic that somebody else worded is known by the requests it was inferred from. */
function known({ slug, tasks }: Topic): Known {
  const matched = (): Known | undefined => {
    const match = tasks.map((task) => matchTopic(task, blueprints())).find((found) => found !== undefined);
    return match && domainOf(match.blueprint.slug);
  };
  const found = domainOf(slug) ?? matched();
  if (found) return found;
  const near = suggestion(
    slug,
    domains.map((domain) => domain.slug),
  );
  throw new DeclinedError(`The embedded author has no blueprint for "${slug}".${near} Use --author openai for other topics.`);
}

/** The domain whose design a skeleton is, whatever its topic is called. */
function designOf(skeleton: Skeleton): Known | undefined {
  const collections = (entities: readonly { readonly collection: string }[]): string =>
    entities.map((entity) => entity.collection).join();
  const blueprint = blueprints().find(
    (candidate) => candidate.name === skeleton.name && collections(candidate.entities) === collections(skeleton.entities),
  );
  return blueprint && domainOf(blueprint.slug);
}

function designed(skeleton: Skeleton, slug: string): Known {
  const found = designOf(skeleton);
  if (found) return found;
  throw new DeclinedError(
    `The embedded author did not design "${slug}" and knows nothing of its records. Assign the states and scenarios of models' designs to a model.`,
  );
}

function policyFrom(constants: readonly PolicyConstant[]): Policy {
  return Object.fromEntries(constants.map((constant) => [constant.name, constant.value]));
}

function modelState({ topic }: ModelStateInput, context: AskContext): unknown {
  const { blueprint } = known(topic);
  const random = seededRandom(`${context.seed}/policy`);
  const policy = Object.fromEntries(
    blueprint.policy.map((constant) => [constant.name, random.fork(constant.name).pick(constant.values)]),
  );
  const { name, entities, policy: constants, rules } = skeletonOf(blueprint, policy);
  return { name, entities, policy: constants, rules };
}

function planOperations({ topic, model }: PlanOperationsInput): unknown {
  return { operations: skeletonOf(known(topic).blueprint, policyFrom(model.policy)).operations };
}

/** Helpers come once, with the first group that is asked for. */
function writeCode({ skeleton, operations, invariants, helpers }: WriteCodeInput): EnvironmentCode {
  const blueprint = blueprints().find((candidate) => candidate.name === skeleton.name);
  if (!blueprint) throw new DeclinedError(`The embedded author has no blueprint for the class ${skeleton.name}.`);
  const code = codeOf(blueprint);
  return {
    methods: code.methods.filter((method) => operations.includes(method.operation)),
    helpers: code.helpers.filter((helper) => !helpers.includes(helper)),
    invariants: code.invariants.filter((invariant) => invariants.includes(invariant.rule)),
  };
}

function refuseRepair(): never {
  throw new DeclinedError(
    'The embedded author does not repair code: a domain that fails an assessment has to be corrected in src/builtin/domains.',
  );
}

function writeState({ slug, skeleton, number, today }: WriteStateInput, context: AskContext): unknown {
  const random = seededRandom(`${context.seed}/state/${number}`);
  const state = designed(skeleton, slug).domain.makeState({ policy: policyFrom(skeleton.policy), today, random });
  return Object.fromEntries(Object.entries(state).map(([collection, records]) => [collection, Object.values(records)]));
}

/** Nothing but a contract is a measure: where there are none, no call is proposed and none is judged. */
function proposeCall(input: ProposeCallInput, context: AskContext): unknown {
  return proposeCalls(input, declaredOf(input.skeleton), context.seed);
}

function judgeCall(input: JudgeCallInput): unknown {
  return judgeCalls(input, declaredOf(input.skeleton));
}

function declaredOf(skeleton: Skeleton): Contract<State> {
  return contracts[designOf(skeleton)?.domain.slug ?? ''] ?? {};
}

function writeScenario(input: WriteScenarioInput, context: AskContext): ScenarioProposal {
  const { domain } = designed(input.skeleton, input.slug);
  const writes = new Set(input.tools.filter((tool) => tool.effect === 'write').map((tool) => tool.name));
  const taken = new Set(input.previous ? [input.previous.task] : []);
  const composition = compose(
    {
      domain,
      state: input.state,
      policy: policyFrom(input.skeleton.policy),
      today: input.today,
      number: input.number,
      turn: input.turn,
      writes: input.writes,
      kind: input.kind,
      difficulty: input.difficulty,
      taken,
      isWrite: (tool) => writes.has(tool),
    },
    seededRandom(`${context.seed}/scenario/${input.number}/${input.previous?.task ?? ''}`),
  );
  if (!composition)
    throw new DeclinedError(`The embedded author finds nothing left to ask for in this state of "${input.slug}".`);
  const { text, kind, calls, refused, evidence, told, user } = composition;
  const infeasible =
    refused.length > 0
      ? { refused: refused.map(plannedCall), evidence: evidence.map((item) => ({ ...item, attributes: [...item.attributes] })) }
      : {};
  const asked = user
    ? { user: { wants: user.wants, facts: user.facts.map((fact) => ({ ...fact, decides: [...fact.decides] })) } }
    : {};
  return {
    task: text,
    kind,
    calls: calls.map(plannedCall),
    ...infeasible,
    ...asked,
    ...(told.length > 0 ? { told: told.map(plannedTelling) } : {}),
  };
}

function plannedTelling({ where = [], claim, compute, field, label, ...telling }: Telling): ProposedTelling {
  return {
    ...telling,
    from: { ...telling.from },
    ...(compute ? { compute } : {}),
    ...(where.length > 0 ? { where: where.map(({ name, value }) => ({ name, json: JSON.stringify(value) })) } : {}),
    ...(field === undefined ? {} : { field }),
    ...(label === undefined ? {} : { label }),
    ...(claim ? { claim: [...claim] } : {}),
  };
}

function plannedCall(call: PlannedToolCall): ScenarioProposal['calls'][number] {
  return {
    tool: call.tool,
    arguments: Object.entries(call.arguments).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [isFrom(value) ? { name, from: { call: value.from, path: value.path } } : { name, json: JSON.stringify(value) }];
    }),
  };
}
