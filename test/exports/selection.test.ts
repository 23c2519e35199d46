import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { acceptedEnvironments } from '../../src/domain/environment/accepted.ts';
import { exportDatasets } from '../../src/exports/export.ts';
import type { Candidates } from '../../src/exports/selection/records.ts';
import { selectScenarios } from '../../src/exports/selection/select.ts';
import { splitEnvironments, twins } from '../../src/exports/selection/splits.ts';
import { artifactOf, assessmentOf, bookDeskEnvironment, parcelLockersEnvironment, variantOf } from './support/environments.ts';
import { exportSample, sampleSystemMessage, temporaryFolder } from './support/folder.ts';
import { sample } from './support/sample.ts';

/** An environment whose tools are its own. */
function stranger(slug: string) {
  return variantOf(bookDeskEnvironment, slug, (tool) => `${slug.replaceAll('-', '_')}_${tool}`);
}

const many = Array.from({ length: 10 }, (_, number) => stranger(`desk-${number}`));

function heldOut(environments: Parameters<typeof splitEnvironments>[0], share: number): string[] {
  const splits = splitEnvironments(environments, share);
  return environments
    .filter((environment) => splits.get(environment.hash) === 'held_out')
    .map((environment) => environment.body.slug);
}

describe('the split', () => {
  test.each([
    [0, 0],
    [0.01, 1],
    [0.2, 2],
    [0.5, 5],
    [0.9, 9],
  ])('with a share of %d holds out %d of ten environments', (share, count) => {
    expect(heldOut(many, share)).toHaveLength(count);
  });

  test('does not depend on the order, and depends on the slugs alone', () => {
    const held = heldOut(many, 0.3).sort();
    expect(heldOut([...many].reverse(), 0.3).sort()).toEqual(held);
    // Other tools, another design, another hash: a new version of an environment stays on its side.
    const others = many.map(({ body: { slug } }) =>
      variantOf(parcelLockersEnvironment, slug, (tool) => `${tool}_of_${slug.replaceAll('-', '_')}`),
    );
    expect(others.map(({ hash }) => hash)).not.toContain(many[0]?.hash);
    expect(heldOut(others, 0.3).sort()).toEqual(held);
    const renamed = Array.from({ length: 10 }, (_, number) => stranger(`counter-${number}`));
    const places = (slugs: readonly string[]): string[] => slugs.map((slug) => slug.replace(/\D/g, ''));
    expect(places(heldOut(renamed, 0.3)).sort()).not.toEqual(places(held));
  });

  test('keeps twins together, however they are chained', () => {
    const twinned = ['twin-a', 'twin-b', 'twin-c'].map((slug) => variantOf(parcelLockersEnvironment, slug));
    for (const share of [0.1, 0.3, 0.5, 0.7]) {
      const held = heldOut([...many.slice(0, 4), ...twinned], share);
      expect([0, 3]).toContain(held.filter((slug) => slug.startsWith('twin')).length);
      expect(held.length).toBeGreaterThan(0);
      expect(held.length).toBeLessThan(7);
    }
  });

  test.each([
    ['half', ['list', 'open', 'close'], ['list', 'open', 'seal'], 1],
    ['less than half', ['list', 'open', 'close'], ['list', 'send', 'seal'], 2],
    ['less than half of the larger one', ['list', 'open', 'close', 'send', 'seal'], ['list', 'open'], 2],
  ])('takes environments that share %s of their tool names for as many families as they are', (_, left, right, families) => {
    const [tool] = bookDeskEnvironment.body.tools;
    const withTools = (slug: string, names: readonly string[]) =>
      artifactOf('environment', slug, {
        ...bookDeskEnvironment.body,
        slug,
        tools: names.flatMap((name) => (tool ? [{ ...tool, name }] : [])),
      });
    expect(twins([withTools('one', left), withTools('other', right)])).toHaveLength(families);
  });

  test('of nothing but twins is refused with a way out', () => {
    const twinned = ['twin-a', 'twin-b'].map((slug) => variantOf(parcelLockersEnvironment, slug));
    expect(() => splitEnvironments(twinned, 0.5)).toThrow(/--held-out 0/);
  });

  test('holds nothing out by default when there are few environments', async () => {
    const { manifest } = await exportSample('bundle', { wishes: {} });
    expect(manifest.selection.heldOut).toBe(0);
    expect(manifest.splits.map((side) => side.split)).toEqual(['train']);
  });
});

const empty: Candidates = { environments: [], assessments: [], scenarios: [], trajectories: [] };

describe('an export of nothing says what is missing and which command makes it', () => {
  test.each<[string, Candidates, RegExp]>([
    ['no environment', empty, /no environment yet.*`envscaler skel`/],
    ['none accepted', { ...sample, assessments: [] }, /none of the 3 environments is accepted.*`envscaler list assessments`/],
    ['no scenario', { ...sample, scenarios: [] }, /2 accepted environments have no scenario.*`envscaler scen`/],
    [
      'none certified',
      { ...sample, scenarios: sample.scenarios.filter((scenario) => !scenario.body.certificate.complete) },
      /none of the 1 scenarios has a complete reward certificate.*--include-uncertified/,
    ],
    ['no trajectory', { ...sample, trajectories: [] }, /no trajectory yet.*`envscaler rollout`/],
    [
      'none fit',
      { ...sample, trajectories: sample.trajectories.filter((trajectory) => trajectory.body.reward.kind === 'unscored') },
      /none of the 1 trajectories is fit \(1 × trajectory without a score\).*--min-reward/,
    ],
  ])('%s', async (_, candidates, message) => {
    const attempt = exportSample('trl-sft', { candidates });
    await expect(attempt).rejects.toThrow(UserError);
    await expect(attempt).rejects.toThrow(message);
  });
});

test('when one of several datasets cannot be made, none is written', async () => {
  const to = await temporaryFolder();
  await expect(
    exportSample('bundle', { formats: ['bundle', 'trl-sft'], to, candidates: { ...sample, trajectories: [] } }),
  ).rejects.toThrow(/no trajectory/);
  expect(await readdir(to)).toEqual([]);
});

test('several formats land in a folder each, and a format named twice is written once', async () => {
  const to = join(await temporaryFolder(), 'new/exports');
  const datasets = await exportDatasets({
    formats: ['bundle', 'trl-sft', 'bundle'],
    to,
    candidates: sample,
    systemMessage: sampleSystemMessage,
    seed: '1',
    tool: { name: 'envscaler', version: '0.1.0' },
  });
  expect(datasets.map((dataset) => dataset.format)).toEqual(['bundle', 'trl-sft']);
  expect((await readdir(to)).sort()).toEqual(['bundle', 'trl-sft']);
});

test.each<[string, Parameters<typeof exportSample>[1], RegExp]>([
  ['trl_sft', {}, /There is no dataset format "trl_sft"\. Did you mean "trl-sft"\?/],
  ['xyzzy-plugh', {}, /Known: trl-sft, sharegpt/],
  ['trl-sft', { formats: [] }, /at least one format/],
  ['trl-sft', { wishes: { minReward: 2 } }, /from 0 to 1, not 2/],
  ['trl-sft', { wishes: { minReward: Number.NaN } }, /from 0 to 1, not NaN/],
  ['trl-sft', { wishes: { heldOut: 1 } }, /from 0 to 0\.9, not 1/],
])('the mistake %s %j is answered with what to do', async (format, changes, message) => {
  const attempt = exportSample(format, changes);
  await expect(attempt).rejects.toThrow(UserError);
  await expect(attempt).rejects.toThrow(message);
});

test('two versions of an environment are exported under different names, on the same side', async () => {
  const { body } = bookDeskEnvironment;
  const newer = variantOf(bookDeskEnvironment, body.slug, (tool) => (tool === 'find_books' ? 'search_books' : tool));
  const assessment = sample.assessments.find((item) => item.body.environment === bookDeskEnvironment.hash);
  const scenario = sample.scenarios.find((item) => item.body.name === 'book-desk/2');
  if (!assessment || !scenario) throw new Error('the sample lacks what the test copies');
  const { manifest } = await exportSample('bundle', {
    candidates: {
      ...sample,
      environments: [...sample.environments, newer],
      assessments: [
        ...sample.assessments,
        { ...assessment, hash: 'a'.repeat(64), body: { ...assessment.body, environment: newer.hash } },
      ],
      scenarios: [
        ...sample.scenarios,
        { ...scenario, hash: 'b'.repeat(64), body: { ...scenario.body, kind: 'conditional', environment: newer.hash } },
      ],
    },
  });
  const desks = manifest.environments.filter((environment) => environment.slug === 'book-desk');
  expect(desks.map((desk) => desk.id).sort()).toEqual(
    [bookDeskEnvironment, newer].map(({ hash }) => `book-desk-${hash.slice(0, 8)}`).sort(),
  );
  expect(new Set(desks.map((desk) => desk.split)).size).toBe(1);
});

describe('whether an environment is accepted', () => {
  const environment = bookDeskEnvironment;
  const repaired = variantOf(environment, environment.body.slug, (tool) => `${tool}_repaired`);
  const namesake = { ...environment, subject: 'reading-room' };
  const of = assessmentOf;
  test.each<[string, Candidates['assessments'], string[]]>([
    ['was rejected once and accepted since', [of(environment, 'rejected'), of(environment, 'accepted')], [environment.hash]],
    ['was accepted once and rejected since', [of(environment, 'accepted'), of(environment, 'rejected')], []],
    ['was rejected, and its repaired version accepted', [of(environment, 'rejected'), of(repaired, 'accepted')], [repaired.hash]],
    ['was accepted before it was repaired', [of(environment, 'accepted')], [environment.hash]],
    ['was accepted as another topic with other states', [{ ...of(environment, 'accepted'), subject: namesake.subject }], []],
    ['was never assessed', [], []],
  ])('that %s', (_, assessments, expected) => {
    const among = { ...sample, environments: [environment, repaired], assessments };
    expect(acceptedEnvironments(among).map(({ hash }) => hash)).toEqual(expected);
    const chosen = () => selectScenarios({ ...among, scenarios: sample.scenarios }, {}).rows;
    const scored = expected.includes(environment.hash);
    if (scored) expect(new Set(chosen().map((row) => row.environment.artifact.hash))).toEqual(new Set([environment.hash]));
    else expect(chosen).toThrow(/Nothing to export/);
  });
});

test('an episode in which the agent called a tool that does not exist is left out', async () => {
  const [success] = sample.trajectories.filter((trajectory) => trajectory.body.name === 'book-desk/10/openai/1');
  if (!success) throw new Error('the sample lacks what the test copies');
  const invented = {
    tool: 'fly',
    arguments: '{}',
    outcome: 'unknown-tool',
    result: { success: false, error: 'no' },
    patches: [],
    stateHash: '',
  } as const;
  const trajectories = sample.trajectories.map((trajectory) =>
    trajectory === success ? { ...success, body: { ...success.body, steps: [{ ...invented, patches: [] }] } } : trajectory,
  );
  const { manifest } = await exportSample('trl-sft', { candidates: { ...sample, trajectories }, wishes: {} });
  expect(manifest.skipped['trajectory that called a tool that does not exist']).toBe(1);
  expect(manifest.rows).toBe(2);
});
