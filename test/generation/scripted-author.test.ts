import { expect, test } from 'vitest';
import { inferTopic } from '../../src/generation/work/topics.ts';
import { createScriptedAuthor } from '../support/scripted-author.ts';
import { context, topicAnswer, topicInput } from './bench.ts';

test('answers from its script, by value or by function of input and number, and remembers what it was asked', async () => {
  const author = createScriptedAuthor({
    'infer-topic': (input: { task: string }, number: number) => ({
      ...topicAnswer,
      title: `${number}: ${input.task}`.slice(0, 60),
    }),
  });
  expect((await author.ask(inferTopic, topicInput, context)).title).toMatch(/^1: Put Nadia/);
  expect((await author.ask(inferTopic, topicInput, context)).title).toMatch(/^2: Put Nadia/);
  expect(author.questions).toEqual([
    { work: 'infer-topic', input: topicInput },
    { work: 'infer-topic', input: topicInput },
  ]);
});

test('rejects an answer that does not fit its schema, as a real author would', async () => {
  const author = createScriptedAuthor({ 'infer-topic': { ...topicAnswer, usefulness: 11 } });
  await expect(author.ask(inferTopic, topicInput, context)).rejects.toMatchObject({
    name: 'InvalidAnswerError',
    evidence: { work: 'infer-topic' },
    message: expect.stringContaining('usefulness'),
  });
});

test('says which kind of work its script does not know', async () => {
  await expect(createScriptedAuthor({}).ask(inferTopic, topicInput, context)).rejects.toThrow('no answer for "infer-topic"');
});
