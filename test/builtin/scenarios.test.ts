import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { createProceduralAuthor } from '../../src/builtin/author.ts';
import { domains } from '../../src/builtin/domains.ts';
import { writeScenario } from '../../src/generation/work/scenarios.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { runReference } from '../../src/stages/scenarios/reference/run-reference.ts';
import { environmentOf, policyOf, stateOf } from './support.ts';

const today = '2026-03-09';
const start = `${today}T09:00:00Z`;
const author = createProceduralAuthor();
const context = { seed: 'scenarios', signal: new AbortController().signal, attempt: undefined };

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

describe.each(domains.map((domain) => [domain.slug, domain] as const))('scenarios of %s', (slug, domain) => {
  it('run through, change something, check the invariants and never repeat a text on one state', async () => {
    const asked: string[] = [];
    for (const choice of [0, 1]) {
      const policy = policyOf(slug, choice);
      const environment = environmentOf(slug, policy);
      const opened = await sandbox.open(environment);
      const effects = new Map(environment.tools.map((tool) => [tool.name, tool.effect]));
      for (let number = 1; number <= 10; number++) {
        // As in a run, two neighbours begin with the same state.
        const state = stateOf(domain, policy, today, `${slug} ${choice} ${Math.ceil(number / 2)}`);
        const writes = 1 + (number % 6);
        const { skeleton, tools } = environment;
        const request = {
          slug,
          skeleton,
          tools,
          state,
          today,
          number,
          writes,
          kind: 'direct',
          difficulty: 'medium',
          focus: [],
          turn: number,
        } as const;
        const proposal = await author.ask(writeScenario, request, context);
        expect(await author.ask(writeScenario, request, context)).toEqual(proposal);
        const id = `${choice} ${Math.ceil(number / 2)} ${proposal.task}`;
        expect(asked).not.toContain(id);
        asked.push(id);
        // Nobody who asks for something speaks of tools or fields, or says "undefined".
        expect(proposal.task).not.toMatch(/[a-z]_[a-z]|undefined|NaN|\[object/);

        const run = await runReference(opened, { state, seed: `${number}`, start }, proposal.calls);
        expect(run.status === 'stopped' ? `${proposal.task} ${run.problem}` : '').toBe('');
        expect(run.calls.filter((call) => effects.get(call.tool) === 'write' && call.patches.length > 0).length).toBeGreaterThan(
          0,
        );
        expect(run.calls.filter((call) => effects.get(call.tool) === 'read').length).toBeGreaterThan(0);
        if (run.status === 'complete') {
          const [reports = []] = await opened.invariants([run.final]);
          expect(reports.filter((report) => report.status !== 'holds')).toEqual([]);
        }
      }
    }
  });

  it('give another proposal when one has failed', async () => {
    const policy = policyOf(slug, 0);
    const { skeleton, tools } = environmentOf(slug, policy);
    const state = stateOf(domain, policy, today, slug);
    const request = {
      slug,
      skeleton,
      tools,
      state,
      today,
      number: 1,
      writes: 2,
      kind: 'direct',
      difficulty: 'medium',
      focus: [],
      turn: 0,
    } as const;
    const first = await author.ask(writeScenario, request, context);
    const previous = { task: first.task, calls: [], problem: 'call 2 was refused' };
    const second = await author.ask(writeScenario, { ...request, previous }, context);
    expect(second.task).not.toBe(first.task);
  });

  it('use every move over many states', () => {
    const policy = policyOf(slug, 0);
    const silent = domain.requests.filter((move) =>
      Array.from({ length: 30 }, (_, i) => i).every((number) => {
        const state = stateOf(domain, policy, today, `${slug} ${number}`);
        return move.plan({ state, policy, today, random: seededRandom(`${move.name} ${number}`) }) === undefined;
      }),
    );
    expect(silent.map((move) => move.name)).toEqual([]);
  });
});
