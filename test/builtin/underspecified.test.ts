import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { createProceduralAuthor } from '../../src/builtin/author.ts';
import { domains } from '../../src/builtin/domains.ts';
import type { Domain, PlannedRequest, PlannedToolCall } from '../../src/builtin/kit/domain.ts';
import type { Scenario } from '../../src/domain/scenario/scenario.ts';
import type { State } from '../../src/domain/state.ts';
import { simulateUser } from '../../src/generation/work/conversations.ts';
import { writeScenario } from '../../src/generation/work/scenarios.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { scenarioStage } from '../../src/stages/scenarios/write-scenario.ts';
import { createScriptedAuthor } from '../support/scripted-author.ts';
import { artifactOf, stageContext } from '../support/stage-context.ts';
import { environmentOf, policyOf, stateOf } from './support.ts';

const today = '2026-03-09';
const start = `${today}T09:00:00Z`;
const context = { seed: 'users', signal: new AbortController().signal, attempt: undefined };
const withOpen = domains.filter((domain) => domain.underspecified.length > 0).map((domain) => [domain.slug, domain] as const);
/** States in which each move is tried: `OPEN_STATES=12 npx vitest run test/builtin/underspecified.test.ts` for more. */
const states = Number(process.env.OPEN_STATES ?? 1);

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

function planned({ tool, arguments: args }: PlannedToolCall) {
  return {
    tool,
    arguments: Object.entries(args).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const from = typeof value === 'object' && value !== null && 'from' in value ? value : undefined;
      return [
        from ? { name, from: { call: Number(from.from), path: String(from.path) } } : { name, json: JSON.stringify(value) },
      ];
    }),
  };
}

function proposalOf(plan: PlannedRequest) {
  const user = plan.user && {
    wants: plan.user.wants,
    facts: plan.user.facts.map((fact) => ({ ...fact, decides: [...fact.decides] })),
  };
  return { task: plan.text, kind: 'underspecified' as const, calls: plan.calls.map(planned), ...(user ? { user } : {}) };
}

/** The scenario that the stage makes of a plan, or why it makes none. */
async function scenarioOf(domain: Domain<State>, state: State, plan: PlannedRequest, number: number): Promise<Scenario | string> {
  const environment = artifactOf('environment', domain.slug, environmentOf(domain.slug, policyOf(domain.slug, number)));
  const initial = artifactOf('state', `${domain.slug}/state-1`, {
    name: `${domain.slug}/state-1`,
    start,
    state,
    writtenBy: { provider: 'scripted' },
  });
  const author = createScriptedAuthor({ 'write-scenario': () => proposalOf(plan) });
  const unit = {
    subject: `${domain.slug}/001`,
    inputs: [environment, initial],
    parameters: { number: 1, writes: 1, kind: 'underspecified', difficulty: 'easy' },
  };
  const result = await scenarioStage.run(unit, stageContext({ sandbox, author, seed: `${number}` }));
  return result.status === 'rejected' ? result.reason : (result.outputs[0]?.body as Scenario);
}

describe.each(withOpen)('what %s leaves unsaid', (slug, domain) => {
  it('cannot be known without asking, is told when asked, and is certified completely', async () => {
    for (let number = 0; number < states; number++) {
      const policy = policyOf(slug, number);
      const state = stateOf(domain, policy, today, `${slug} ${number}`);
      for (const move of domain.underspecified) {
        const plan = move.plan({ state, policy, today, random: seededRandom(`${move.name} ${number}`) });
        if (!plan) continue;
        if (process.env.OPEN_SHOW)
          process.stderr.write(
            `${slug} ${move.name}: ${plan.text} | ${plan.user?.facts.map((fact) => `${fact.question} - ${fact.says}`).join(' | ')}\n`,
          );
        const made = await scenarioOf(domain, state, plan, number);
        expect(typeof made === 'string' ? `${move.name} (state ${number}): ${plan.text} ${made}` : '').toBe('');
        if (typeof made === 'string') continue;
        expect([move.name, plan.text, ...made.certificate.reasons]).toEqual([move.name, plan.text]);
        expect(made.kind).toBe('underspecified');
        expect(made.certificate.warnings).toEqual([]);
        expect(made.checks.filter(({ predicate }) => predicate.kind === 'asked-first').map(({ role }) => role)).toEqual([
          'guard',
        ]);
        const origins = new Set(made.provenance.flatMap(({ origin }) => (origin.kind === 'user' ? [origin.fact] : [])));
        expect([...origins].sort()).toEqual(made.user?.facts.map(({ id }) => id));

        // The scripted user answers the reference's questions with exactly what they ask for.
        const author = createProceduralAuthor();
        const facts = (made.user?.facts ?? []).map(({ kind, about, says }) => ({ kind, about, says }));
        const said: { by: 'user' | 'agent'; text: string }[] = [{ by: 'user', text: made.task }];
        for (const question of made.questions) {
          said.push({ by: 'agent', text: question.says });
          const { say, done } = await author.ask(simulateUser, { persona: '', wants: '', facts, said }, context);
          const wanted = made.user?.facts.filter(({ id }) => question.facts.includes(id)).map(({ says }) => says);
          expect([move.name, say, done]).toEqual([move.name, wanted?.join(' '), false]);
          said.push({ by: 'user', text: say });
        }
      }
    }
  });

  it('finds an occasion for every such request over many states', () => {
    const policy = policyOf(slug, 0);
    const silent = domain.underspecified.filter((move) =>
      Array.from({ length: 30 }, (_, i) => i).every((number) => {
        const state = stateOf(domain, policy, today, `${slug} ${number}`);
        return move.plan({ state, policy, today, random: seededRandom(`${move.name} ${number}`) }) === undefined;
      }),
    );
    expect(silent.map((move) => move.name)).toEqual([]);
  });

  it('is what the author asks when asked for an underspecified task', async () => {
    const policy = policyOf(slug, 0);
    const { skeleton, tools } = environmentOf(slug, policy);
    const kinds: (string | undefined)[] = [];
    for (let number = 1; number <= 4; number++) {
      const state = stateOf(domain, policy, today, `${slug} ${number}`);
      const request = {
        slug,
        skeleton,
        tools,
        state,
        today,
        number,
        writes: 2,
        kind: 'underspecified',
        difficulty: 'medium',
        focus: [],
        turn: 0,
      } as const;
      const proposal = await createProceduralAuthor().ask(writeScenario, request, context);
      kinds.push(proposal.kind);
      expect(proposal.user?.facts.length).toBeGreaterThan(0);
      expect(proposal.task).not.toMatch(/[a-z]_[a-z]|undefined|NaN|\[object/);
    }
    expect(new Set(kinds)).toEqual(new Set(['underspecified']));
  });
});
