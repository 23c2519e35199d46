import { describe, expect, it, onTestFinished } from 'vitest';
import type { Candidate } from '../../../src/domain/topic.ts';
import type { InferTopicInput, JudgeTasksInput } from '../../../src/generation/work/topics.ts';
import { readCollections } from '../../../src/stages/topics/collection.ts';
import { openStore } from '../../../src/store/open-store.ts';
import type { Lineage, Store } from '../../../src/store/store.ts';
import { createScriptedAuthor, type Script, type ScriptedAuthor } from '../../support/scripted-author.ts';
import { type Mining, mine, of } from './support/mine.ts';
import { temporaryFiles } from './support/temporary-files.ts';

type InferredTopic = Omit<Candidate, 'task' | 'writtenBy'>;

const toolLibrary: InferredTopic = {
  title: 'Tool library',
  summary: 'Members borrow tools and bring them back.',
  introduction:
    'A neighbourhood workshop lends drills, saws and ladders to its members, who reserve them and pay when they are late.',
  domain: 'lending',
  usefulness: 8,
  modelability: 9,
  reason: 'loans change state',
};
const surgery: InferredTopic = {
  title: 'Dental surgery',
  summary: 'Patients see dentists at agreed times.',
  introduction: 'A practice keeps charts, treatments and invoices; appointments are moved and cancelled all day long.',
  domain: 'health',
  usefulness: 9,
  modelability: 9,
  reason: 'appointments change state',
};
/** Another name for nearly the same thing. */
const lendingShed: InferredTopic = {
  ...toolLibrary,
  title: 'Lending shed',
  introduction: `${toolLibrary.introduction} Deposits too.`,
  usefulness: 7,
};

/** Tasks that ask a question are not stateful; a topic is inferred from the first word of the others. */
function scriptFor(topics: Readonly<Record<string, InferredTopic>>, overrides: Script = {}): Script {
  return {
    'judge-tasks': ({ tasks }: JudgeTasksInput) => ({
      verdicts: tasks.map(({ number, text }) => ({ number, stateful: !text.endsWith('?'), reason: 'by its last character' })),
    }),
    'infer-topic': ({ task }: InferTopicInput) => topics[task.split(' ')[0] ?? ''] ?? surgery,
    ...overrides,
  };
}

async function memoryStore(): Promise<Store> {
  const store = await openStore({ kind: 'memory' });
  onTestFinished(() => store.close());
  return store;
}

async function collections(files: Readonly<Record<string, string>>): Promise<Mining['collections']> {
  return readCollections([temporaryFiles(files)], () => {});
}

async function mineLines(lines: readonly string[], topics: Readonly<Record<string, InferredTopic>>, more: Partial<Mining> = {}) {
  const author = createScriptedAuthor(scriptFor(topics));
  const store = await memoryStore();
  return mine({ author, store, collections: await collections({ 'tasks.txt': lines.join('\n') }), ...more });
}

function questions(author: ScriptedAuthor, work: string): number {
  return author.questions.filter((question) => question.work === work).length;
}

/** Every artifact that something grew from, the nearest first. */
function ancestors(lineage: Lineage): string[] {
  return lineage.inputs.flatMap((input) => [`${input.artifact.kind} ${input.artifact.subject}`, ...ancestors(input)]);
}

describe('topic mining', () => {
  it('leads from requests to topics, and from a topic back to the requests behind it', async () => {
    const store = await memoryStore();
    const author = createScriptedAuthor(scriptFor({ Drill: toolLibrary, Shed: lendingShed, Tooth: surgery }));
    const lines = ['Why is it raining?', 'Drill back, please.', 'Shed closed, cancel mine.', 'Tooth hurts, move me up.'];
    const { collect, judge, select } = await mine({
      author,
      store,
      collections: await collections({ 'tasks.txt': lines.join('\n') }),
    });

    expect(collect.outputs.map((task) => task.subject)).toEqual(['tasks.txt/1', 'tasks.txt/2', 'tasks.txt/3', 'tasks.txt/4']);
    expect(of(judge.outputs, 'verdict').map(({ subject, body }) => [subject, body.stateful])).toEqual([
      ['tasks.txt/1', false],
      ['tasks.txt/2', true],
      ['tasks.txt/3', true],
      ['tasks.txt/4', true],
    ]);
    const topics = of(select.outputs, 'topic');
    expect(topics.map(({ subject, body }) => [subject, body.slug, body.tasks])).toEqual([
      ['dental-surgery', 'dental-surgery', [lines[3]]],
      ['tool-library', 'tool-library', [lines[1], lines[2]]],
    ]);

    const lineage = await store.lineage(topics[1]?.hash ?? '');
    expect(lineage && ancestors(lineage).sort()).toEqual([
      'candidate tasks.txt/2',
      'candidate tasks.txt/3',
      'task tasks.txt/2',
      'task tasks.txt/3',
      'verdict tasks.txt/2',
      'verdict tasks.txt/3',
    ]);
  });

  it('says of every candidate what became of it, and why', async () => {
    const dull: InferredTopic = { ...surgery, title: 'Coin toss', usefulness: 4, modelability: 6, reason: 'nothing is kept' };
    const { select } = await mineLines(
      ['Drill back.', 'Shed closed.', 'Tooth hurts.', 'Coin up.'],
      { Drill: toolLibrary, Shed: lendingShed, Tooth: surgery, Coin: dull },
      { count: 1 },
    );
    const [selection] = of(select.outputs, 'selection');
    expect(selection?.body.decisions.map(({ title, outcome, topic, reason }) => ({ title, outcome, topic, reason }))).toEqual([
      {
        title: 'Dental surgery',
        outcome: 'chosen',
        topic: 'dental-surgery',
        reason: 'rank 1 with usefulness 9, modelability 9 and 1 request behind it',
      },
      { title: 'Tool library', outcome: 'dropped', topic: undefined, reason: expect.stringContaining('only 1 topic was wanted') },
      { title: 'Lending shed', outcome: 'dropped', topic: undefined, reason: expect.stringContaining('only 1 topic was wanted') },
      {
        title: 'Coin toss',
        outcome: 'dropped',
        topic: undefined,
        reason: 'usefulness 4 and modelability 6 below 7: nothing is kept',
      },
    ]);
  });

  it('ranks equally graded topics by the number of requests behind them', async () => {
    const other: InferredTopic = {
      ...surgery,
      title: 'Allotment',
      summary: 'Plots.',
      introduction: 'Gardeners rent plots by the year.',
    };
    const { select } = await mineLines(['Plot dry.', 'Tooth hurts.', 'Tooth again.'], { Plot: other, Tooth: surgery });
    expect(of(select.outputs, 'topic').map(({ subject }) => subject)).toEqual(['dental-surgery', 'allotment']);
  });

  it('keeps different topics of the same name apart', async () => {
    const code: InferredTopic = {
      ...surgery,
      title: 'Tool library!',
      summary: 'Packages with versions.',
      introduction: 'Developers publish releases, deprecate old ones and pin dependencies.',
    };
    const { select } = await mineLines(['Drill back.', 'Code old.'], { Drill: toolLibrary, Code: code });
    expect(of(select.outputs, 'topic').map(({ subject }) => subject)).toEqual(['tool-library', 'tool-library-2']);
  });

  it('is rejected with the reasons when no candidate is good enough', async () => {
    const { select } = await mineLines(['Coin up.'], { Coin: { ...surgery, usefulness: 6 } });
    expect(select.outputs).toEqual([]);
    expect(select.rejections).toEqual([
      { subject: 'topics', reason: 'none of the 1 candidates has a usefulness and a modelability of at least 7' },
    ]);
  });

  it('infers topics from a limited number of requests that differ from each other', async () => {
    const lines = [
      'Tooth number one hurts.',
      'Tooth number two hurts.',
      'Tooth number six hurts.',
      'Drill is broken, swap my loan.',
    ];
    const { infer } = await mineLines(lines, { Drill: toolLibrary }, { limit: 2 });
    const tasks = of(infer.outputs, 'candidate').map(({ body }) => body.task);
    expect(tasks).toHaveLength(2);
    expect(tasks).toContain('Drill is broken, swap my loan.');
  });

  it('gives byte-identical artifacts for the same requests', async () => {
    const lines = Array.from({ length: 45 }, (_, index) => `${['Drill', 'Shed', 'Tooth'][index % 3]} number ${index}.`);
    const topics = { Drill: toolLibrary, Shed: lendingShed, Tooth: surgery };
    const first = await mineLines(lines, topics, { limit: 20 });
    const second = await mineLines(lines, topics, { limit: 20 });
    for (const name of ['collect', 'judge', 'infer', 'select'] as const) {
      expect(second[name].outputs.map(({ hash }) => hash)).toEqual(first[name].outputs.map(({ hash }) => hash));
    }
  });

  it('asks again only about the last batch and what is new when a file grows at its end', async () => {
    const store = await memoryStore();
    const lines = Array.from({ length: 30 }, (_, index) => `Tooth number ${index}.`);
    const first = createScriptedAuthor(scriptFor({}));
    await mine({ author: first, store, collections: await collections({ 'tasks.txt': lines.join('\n') }) });
    expect([questions(first, 'judge-tasks'), questions(first, 'infer-topic')]).toEqual([2, 30]);

    const again = createScriptedAuthor(scriptFor({}));
    await mine({ author: again, store, collections: await collections({ 'tasks.txt': lines.join('\n') }) });
    expect(again.questions).toEqual([]);

    const grown = createScriptedAuthor(scriptFor({}));
    await mine({
      author: grown,
      store,
      collections: await collections({ 'tasks.txt': [...lines, 'Tooth at last.'].join('\n') }),
    });
    expect([questions(grown, 'judge-tasks'), questions(grown, 'infer-topic')]).toEqual([1, 1]);
    const judged = grown.questions.find((question) => question.work === 'judge-tasks');
    expect(judged).toHaveProperty('input.tasks.length', 11);
  });

  const answers: readonly { name: string; numbers: readonly number[]; message: RegExp }[] = [
    { name: 'a missing number', numbers: [1], message: /lacks a verdict for number 2 of 2/ },
    { name: 'a number too many', numbers: [1, 2, 3], message: /has a verdict for number 3, but there are 2 requests/ },
    { name: 'a repeated number', numbers: [1, 2, 2], message: /more than one verdict for number 2/ },
  ];
  it.each(answers)('records a judgement with $name as a failure with the answer as evidence', async ({ numbers, message }) => {
    const verdicts = numbers.map((number) => ({ number, stateful: true, reason: 'so' }));
    const author = createScriptedAuthor(scriptFor({}, { 'judge-tasks': { verdicts } }));
    const store = await memoryStore();
    const { judge } = await mine({ author, store, collections: await collections({ 'tasks.txt': 'One.\nTwo.' }) });
    expect(judge.outputs).toEqual([]);
    const failure = { subject: 'tasks.txt/batch-1', reason: expect.stringMatching(message), cause: 'answer' };
    expect(judge.failures).toEqual([failure]);
    const [attempt] = await store.attempts({ stage: 'judge', status: 'failed' });
    expect(attempt?.failure).toMatchObject({
      error: 'invalid-answer',
      evidence: { work: 'judge-tasks', raw: expect.stringContaining('"reason":"so"') },
    });
  });

  it('takes verdicts in any order', async () => {
    const verdicts = [2, 1].map((number) => ({ number, stateful: number === 2, reason: `for ${number}` }));
    const author = createScriptedAuthor(scriptFor({}, { 'judge-tasks': { verdicts } }));
    const store = await memoryStore();
    const { judge } = await mine({ author, store, collections: await collections({ 'tasks.txt': 'One.\nTwo.' }) });
    expect(of(judge.outputs, 'verdict').map(({ body }) => [body.text, body.stateful, body.reason])).toEqual([
      ['One.', false, 'for 1'],
      ['Two.', true, 'for 2'],
    ]);
  });

  it('judges the requests of each file by themselves', async () => {
    const author = createScriptedAuthor(scriptFor({}));
    const store = await memoryStore();
    await mine({ author, store, collections: await collections({ 'a.txt': 'One.', 'b.txt': 'Two.' }) });
    expect((await store.attempts({ stage: 'judge' })).map(({ subject }) => subject).sort()).toEqual([
      'a.txt/batch-1',
      'b.txt/batch-1',
    ]);
  });
});
