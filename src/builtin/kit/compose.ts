import type { Random } from '../../base/random.ts';
import { type DifficultyLevel, effortOf, gapTo } from '../../domain/scenario/difficulty-level.ts';
import type { Difficulty } from '../../domain/scenario/scenario.ts';
import { mustBeDeclined, type ScenarioKind } from '../../domain/scenario/scenario-kind.ts';
import type { State } from '../../domain/state.ts';
import type {
  Domain,
  Evidence,
  PlannedRequest,
  PlannedToolCall,
  Policy,
  RequestTemplate,
  Telling,
  WithheldFact,
} from './domain.ts';
import { joinTexts } from './join-texts.ts';

export interface Composition {
  readonly text: string;
  readonly calls: readonly PlannedToolCall[];
  readonly kind: ScenarioKind;
  readonly refused: readonly PlannedToolCall[];
  readonly evidence: readonly Evidence[];
  readonly told: readonly Telling[];
  readonly user: PlannedRequest['user'];
  /** The names of the moves it is made of. */
  readonly templates: readonly string[];
}

export interface CompositionRequest {
  readonly domain: Domain<State>;
  readonly state: State;
  readonly policy: Policy;
  readonly today: string;
  /** The number of the scenario: neighbouring numbers begin with different moves. */
  readonly number: number;
  /** How many tasks of its kind come before it: each begins with another move, and when all were used, takes in more unless it is to be easy. */
  readonly turn: number;
  /** State-changing calls wanted; a composition comes as near as the state allows. */
  readonly writes: number;
  /** Where the state offers no occasion for this kind, another one comes. */
  readonly kind: ScenarioKind;
  readonly difficulty: DifficultyLevel;
  /** Texts that must not come out again. */
  readonly taken: ReadonlySet<string>;
  isWrite(tool: string): boolean;
}

const attempts = 24;

/**
 * One task out of one or several moves whose records do not overlap. Undefined where the state offers no occasion for any
 * move, or only for texts that are taken.
 */
export function compose(request: CompositionRequest, random: Random): Composition | undefined {
  const special = mustBeDeclined(request.kind) || request.kind === 'underspecified';
  if (request.kind === 'inquiry') {
    const asked = best({ ...request, writes: 0 }, random, chooseInquiries);
    if (asked) return asked;
  }
  const wanted = special ? best(request, random, chooseSpecial) : undefined;
  const rounds = request.difficulty === 'easy' ? 0 : Math.floor(request.turn / leadsOf(request).length);
  return wanted ?? best({ ...request, writes: request.writes + Math.min(rounds, 2) }, random, choose);
}

type Choice = (request: CompositionRequest, random: Random, attempt: number) => readonly Chosen[];

function best(request: CompositionRequest, random: Random, choice: Choice): Composition | undefined {
  let found: { composition: Composition; distance: number } | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const source = random.fork(`attempt ${attempt}`);
    const chosen = choice(request, source, attempt);
    if (chosen.length === 0) continue;
    const plans = chosen.map((item) => item.plan);
    const text = joinTexts(
      plans.length > 1 ? [...request.domain.openers, ...request.domain.openersOfSeveral] : request.domain.openers,
      plans.map((plan) => plan.text),
      source.fork('words'),
    );
    if (request.taken.has(text)) continue;
    const distance = distanceOf(request, chosen);
    if (found && found.distance <= distance) continue;
    const composition = {
      text,
      calls: concatenate(plans),
      kind: kindOf(chosen),
      refused: plans.flatMap((plan) => plan.refused ?? []),
      evidence: plans.flatMap((plan) => plan.evidence ?? []),
      told: toldOf(plans),
      user: userOf(plans),
      templates: chosen.map((item) => item.template.name),
    };
    found = { distance, composition };
    if (distance === 0) break;
  }
  return found?.composition;
}

interface Chosen {
  readonly template: RequestTemplate<State>;
  readonly plan: PlannedRequest;
  readonly writes: number;
}

/** How far a choice is from what is wanted: in changes first, then in kind, then in what makes a task easy or hard. */
function distanceOf({ writes, kind, difficulty }: CompositionRequest, chosen: readonly Chosen[]): number {
  const made = chosen.reduce((sum, item) => sum + item.writes, 0);
  // A request that comes to nothing is easy when it stands alone, whatever it is about: one is as good as another.
  const isBare = made === 0;
  const gap = isBare ? 0 : gapTo(difficulty, effortOf(estimated(chosen, made)));
  return 2 * Math.abs(writes - made) + (kind === 'direct' || kindOf(chosen) === kind ? 0 : 1) + gap;
}

/** What the difficulty of a choice will come to. Rules and distractors, which count little, are taken to be as many as usual. */
function estimated(chosen: readonly Chosen[], writes: number): Difficulty {
  const calls = chosen.flatMap((item) => item.plan.calls);
  const text = chosen.map((item) => item.plan.text).join(' ');
  const given = calls.flatMap((call) => Object.values(call.arguments)).filter((value) => value !== undefined);
  const isSaid = (value: string): boolean => text.includes(value.replace(/^"|"$/g, ''));
  return {
    reads: calls.length - writes,
    writes,
    discovered: new Set(given.map((value) => JSON.stringify(value)).filter((value) => !isSaid(value))).size,
    rules: 4,
    distractors: 30,
    conditions: chosen.filter((item) => item.template.kind === 'conditional' || item.template.kind === 'bulk').length,
  };
}

/** A task of several parts is of the kind of its most intricate one. */
function kindOf(chosen: readonly Chosen[]): ScenarioKind {
  const order: readonly ScenarioKind[] = ['underspecified', 'infeasible', 'already-done', 'conditional', 'bulk', 'compensating'];
  if (chosen.every((item) => item.template.kind === 'inquiry')) return 'inquiry';
  return order.find((kind) => chosen.some((item) => item.template.kind === kind)) ?? 'direct';
}

/** The templates that a task of a kind may begin with. */
function leadsOf({ domain, kind }: CompositionRequest): readonly RequestTemplate<State>[] {
  const fitting = domain.requests.filter((template) => template.kind === kind);
  return kind === 'direct' || fitting.length === 0 ? domain.requests : fitting;
}

/** Moves until the wanted number of writes is reached; the first one rotates from task to task of the kind. */
function choose(request: CompositionRequest, random: Random, attempt: number): Chosen[] {
  const { domain, number, turn, writes } = request;
  const leads = leadsOf(request);
  const lead = leads[(turn + attempt) % leads.length];
  // Scenarios with neighbouring numbers may begin with the same state: they prefer different moves, so as not to ask alike.
  const rest = random.shuffle(domain.requests.filter((template) => template !== lead));
  const isOwn = (template: RequestTemplate<State>): boolean => domain.requests.indexOf(template) % 2 === number % 2;
  const order = [...(lead ? [lead] : []), ...rest.filter(isOwn), ...rest.filter((template) => !isOwn(template))];
  return fill(request, random, { order, chosen: [], writes });
}

/** One thing that cannot be had, or that has to be asked for; for a task that is not easy perhaps other things beside it. */
function chooseSpecial(request: CompositionRequest, random: Random, attempt: number): Chosen[] {
  const { domain, kind, turn, difficulty } = request;
  const leads = [...domain.infeasible, ...domain.underspecified].filter((template) => template.kind === kind);
  // Something was wrong with what came out in turn: asked again, it is better to ask for another sort of thing.
  const place = request.taken.size === 0 ? turn + attempt : random.fork('lead').integer(0, leads.length);
  const lead = leads[place % leads.length];
  const plan = lead && planOf(request, random, lead);
  if (!lead || !plan) return [];
  const first = { template: lead, plan, writes: plan.calls.filter((call) => request.isWrite(call.tool)).length };
  const isFresh = turn < leads.length;
  const alone = difficulty === 'easy' || (isFresh && difficulty === 'medium' && request.number % 2 === 0);
  const rest = alone
    ? [first]
    : fill(request, random, {
        order: random.shuffle(domain.requests),
        chosen: [first],
        writes: request.writes - Math.max(1, first.writes),
      });
  return random.shuffle(rest);
}

/** One question; of a task that is not easy mostly two, about different records. */
function chooseInquiries(request: CompositionRequest, random: Random, attempt: number): Chosen[] {
  const { inquiries = [] } = request.domain;
  const [lead, ...rest] = inquiries
    .map((_, index) => inquiries[(request.turn + attempt + index) % inquiries.length])
    .flatMap((one) => one ?? []);
  const chosen: Chosen[] = [];
  const wanted = request.difficulty === 'easy' || (request.difficulty === 'medium' && request.turn % 2 === 0) ? 1 : 2;
  for (const template of lead ? [lead, ...random.shuffle(rest)] : []) {
    const plan = planOf(request, random, template);
    if (chosen.length === wanted || (!plan && chosen.length === 0)) break;
    const isApart = plan?.records.every((record) => !chosen.some((one) => one.plan.records.includes(record)));
    // Two answers of one type could be told of one another's question.
    const types = new Set(chosen.flatMap((one) => (one.plan.told ?? []).map(({ type }) => type)));
    const isOfOtherType = plan?.told?.every(({ type }) => !types.has(type));
    if (plan && isApart && isOfOtherType) chosen.push({ template, plan, writes: 0 });
  }
  return chosen;
}

interface Filling {
  readonly order: readonly RequestTemplate<State>[];
  readonly chosen: readonly Chosen[];
  readonly writes: number;
}

function fill(request: CompositionRequest, random: Random, { order, chosen: first, writes: wanted }: Filling): Chosen[] {
  const chosen = [...first];
  const touched = new Set<string>(first.flatMap((item) => item.plan.records));
  let writes = 0;
  for (const template of order) {
    if (writes >= wanted) break;
    const plan = planOf(request, random, template);
    if (!plan || plan.records.some((record) => touched.has(record))) continue;
    const count = plan.calls.filter((call) => request.isWrite(call.tool)).length;
    if (count === 0 || (chosen.length > 0 && writes + count > wanted)) continue;
    chosen.push({ template: template, plan, writes: count });
    for (const record of plan.records) touched.add(record);
    writes += count;
  }
  return chosen;
}

function planOf(
  { state, policy, today }: CompositionRequest,
  random: Random,
  template: RequestTemplate<State>,
): PlannedRequest | undefined {
  return template.plan({ state, policy, today, random: random.fork(template.name) });
}

/** The calls one after another, with `from` counted over the whole. */
function concatenate(plans: readonly PlannedRequest[]): PlannedToolCall[] {
  const calls: PlannedToolCall[] = [];
  for (const plan of plans) {
    const offset = calls.length;
    for (const call of plan.calls) {
      const args = Object.entries(call.arguments).map(([name, value]) => [
        name,
        isFrom(value) ? { from: value.from + offset, path: value.path } : value,
      ]);
      calls.push({ tool: call.tool, arguments: Object.fromEntries(args) });
    }
  }
  return calls;
}

/** What several plans ask to be told, with calls counted over the whole. */
function toldOf(plans: readonly PlannedRequest[]): Telling[] {
  let offset = 0;
  return plans.flatMap(({ told = [], calls }) => {
    const shifted = told.map((telling) => ({ ...telling, from: { ...telling.from, call: telling.from.call + offset } }));
    offset += calls.length;
    return shifted;
  });
}

/** What the persons of several plans want and know, as one person's, with calls counted over the whole. */
function userOf(plans: readonly PlannedRequest[]): PlannedRequest['user'] {
  if (plans.every((plan) => plan.user === undefined)) return undefined;
  const facts: WithheldFact[] = [];
  let offset = 0;
  for (const { user, calls } of plans) {
    const shift = (call: number): number => call + offset;
    for (const fact of user?.facts ?? []) {
      const decides = fact.decides.map((place) => ({ ...place, call: shift(place.call) }));
      facts.push({ ...fact, before: shift(fact.before), decides });
    }
    offset += calls.length;
  }
  return { wants: plans.map((plan) => plan.user?.wants ?? plan.text).join(' '), facts };
}

/** Whether an argument comes out of the result of an earlier call. */
export function isFrom(value: PlannedToolCall['arguments'][string]): value is { readonly from: number; readonly path: string } {
  return typeof value === 'object' && value !== null && 'from' in value && typeof value.from === 'number' && 'path' in value;
}
