import type { State } from '../../domain/state.ts';
import type { PlannedRequest, PlannedToolCall, RequestTemplate, Setting } from './domain.ts';
import { Finder, type Finders, type RequestedCall, type Sight } from './finding.ts';
import type { Answered, Ask, AskedValue, Refusal, RequestOf, Scene, Withheld, WithheldPart } from './request-form.ts';
import type { Rulings } from './rulings.ts';

/** The templates that follow from one declared request. */

interface Setup {
  readonly rulings: Rulings;
  readonly finders: Finders<State>;
}

type Request<Case> = RequestOf<State, unknown, Case>;

function sceneOf(setting: Setting<State>, rulings: Rulings): Scene<State, unknown> {
  return {
    ...setting,
    accepts: (call) => rulings.accepts(setting, call),
    loneReason: (call) => rulings.loneReason(setting, call),
  };
}

/** The request as it is, in a case in which the contract accepts it. */
export function directTemplate<Case>(request: Request<Case>, { rulings, finders }: Setup): RequestTemplate<State> {
  return {
    name: request.name,
    ...(request.kind === undefined ? {} : { kind: request.kind }),
    plan(setting) {
      const scene = sceneOf(setting, rulings);
      for (const item of shuffledCases(request, scene)) {
        const ask = request.ask(item, scene);
        if (!ask?.does.every(scene.accepts)) continue;
        const text = setting.random.pick(ask.says);
        const finder = new Finder(setting.state, finders);
        for (const sight of ask.sees ?? []) finder.see(sight);
        const acts = [...ask.does, ...(ask.afterwards ?? [])];
        seeArguments(finder, acts, text);
        const told = tellingsOf(finder, ask.tells ?? []);
        return { text, ...planned(finder, ask, [...finder.calls, ...acts]), ...told };
      }
      return undefined;
    },
  };
}

/** The request in a case in which exactly one reason stands against it. */
export function refusedTemplate<Case>(
  request: Request<Case>,
  refusal: Refusal<State, unknown, Case>,
  { rulings, finders }: Setup,
): RequestTemplate<State> {
  return {
    name: `${request.name}, but: ${refusal.because}`,
    kind: refusal.kind ?? 'infeasible',
    plan(setting) {
      const scene = sceneOf(setting, rulings);
      for (const item of shuffledCases(request, scene)) {
        const ask = request.ask(item, scene);
        const [act, second] = ask ? [...ask.does, ...(ask.afterwards ?? [])] : [];
        if (!ask || !act || second) continue;
        if (!rulings.loneReason(setting, act)?.startsWith(refusal.because)) continue;
        const says = refusal.says ? refusal.says(item, scene) : ask.says;
        if (!says) continue;
        const text = setting.random.pick(says);
        const finder = new Finder(setting.state, finders);
        for (const sight of ask.sees ?? []) finder.see(sight);
        seeArguments(finder, [act], text);
        const shown = refusal.shows(item, scene);
        for (const [record] of shown) finder.see(record);
        const evidence = shown.map(([record, ...attributes]) => ({ ...finder.placeOf(record), attributes }));
        return {
          text,
          ...planned(finder, ask, finder.calls),
          refused: [plainCall(act, [])],
          evidence,
          ...tellingsOf(finder, refusal.tells?.(item, scene) ?? []),
        };
      }
      return undefined;
    },
  };
}

/** The request with something left out, in a case in which the contract accepts it. */
export function withheldTemplate<Case>(
  request: Request<Case>,
  withheld: Withheld<State, unknown, Case>,
  { rulings, finders }: Setup,
): RequestTemplate<State> {
  return {
    name: withheld.name,
    kind: 'underspecified',
    plan(setting) {
      const scene = sceneOf(setting, rulings);
      const possible = shuffledCases(request, scene).flatMap((item) => {
        const ask = request.ask(item, scene);
        return ask?.does.every(scene.accepts) ? [{ item, ask }] : [];
      });
      const cases = possible.map(({ item }) => item);
      const found = possible.find(({ item }) => withheld.isOpen?.(item, cases) ?? true);
      if (!found) return undefined;
      const { item, ask } = found;
      const text = setting.random.pick(withheld.says(item, scene));
      const facts = withheld.facts(item, scene);
      const told = new Set<Sight>(facts.flatMap((fact) => fact.tells ?? []));
      const finder = new Finder(setting.state, finders);
      for (const sight of ask.sees ?? []) if (!told.has(sight)) finder.see(sight);
      const asked = finder.calls.length + 1;
      for (const sight of told) finder.see(sight);
      const acts = [...ask.does, ...(ask.afterwards ?? [])];
      seeArguments(finder, acts, text);
      const calls = [...finder.calls, ...acts];
      return {
        text,
        ...planned(finder, ask, calls),
        user: { wants: withheld.wants(item), facts: facts.map((fact) => factOf(fact, { setting, calls, asked })) },
      };
    },
  };
}

function factOf(
  { says, decides, tells: _, ...fact }: WithheldPart,
  { setting, calls, asked }: { setting: Setting<State>; calls: readonly RequestedCall[]; asked: number },
) {
  const places = calls.flatMap((call, index) =>
    decides.filter((name) => name in call.arguments && index + 1 >= asked).map((argument) => ({ call: index + 1, argument })),
  );
  return { ...fact, says: setting.random.pick(says), before: asked, decides: places };
}

function shuffledCases<Case>(request: Request<Case>, scene: Scene<State, unknown>): Case[] {
  return scene.random.shuffle(request.cases(scene));
}

/** Keys that the words do not say have to be found. */
function seeArguments(finder: Finder, calls: readonly RequestedCall[], text: string): void {
  for (const call of calls)
    for (const record of finder.argumentsOf(call))
      if (text.includes(finder.placeOf(record).key)) finder.concern(record);
      else finder.see(record);
}

/** What is to be told, out of the list that the last look-up shows the record in. */
function tellingsOf(finder: Finder, asked: readonly AskedValue[]): Pick<PlannedRequest, 'told'> {
  if (asked.length === 0) return {};
  for (const { record } of asked) finder.see(record);
  const call = finder.calls.length;
  return {
    told: asked.map(({ about, type, record, attribute, answer }) => {
      const { key } = finder.placeOf(record);
      const name = Object.entries(record).find(([, value]) => value === key)?.[0] ?? '';
      return {
        about,
        type,
        compute: 'item',
        field: attribute,
        where: [{ name, value: key }],
        from: { call, path: 'data' },
        answer,
      };
    }),
  };
}

function planned(finder: Finder, ask: Ask, calls: readonly RequestedCall[]): Pick<PlannedRequest, 'records' | 'calls'> {
  for (const record of ask.touches ?? []) finder.concern(record);
  return { records: finder.records, calls: calls.map((call) => plainCall(call, calls)) };
}

/** Answers of earlier calls by the number of the call; 1 is the first. */
function plainCall({ tool, arguments: args }: RequestedCall, calls: readonly RequestedCall[]): PlannedToolCall {
  const values = Object.entries(args).map(([name, value]) => [
    name,
    isAnswered(value) ? { from: calls.indexOf(value.answered) + 1, path: value.path } : value,
  ]);
  return { tool, arguments: Object.fromEntries(values) };
}

function isAnswered(value: unknown): value is Answered {
  return typeof value === 'object' && value !== null && 'answered' in value && 'path' in value;
}
