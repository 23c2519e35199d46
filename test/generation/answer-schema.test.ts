import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { isObject } from '../../src/base/json.ts';
import { usualOperations } from '../../src/domain/environment/operation-count.ts';
import { skeleton } from '../../src/domain/environment/skeleton.ts';
import type { Topic } from '../../src/domain/topic.ts';
import { answerSchema, withoutAbsent } from '../../src/generation/endpoint/answer-schema.ts';
import { writeScenario, writeState } from '../../src/generation/work/scenarios.ts';
import { modelState, planOperations, writeCode } from '../../src/generation/work/skeletons.ts';

const recorded = (work: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/answers/school-excursions/${work}.json`, import.meta.url), 'utf8'));
const topic: Topic = {
  slug: 'school-excursions',
  summary: 's',
  introduction: 'i',
  domain: 'd',
  usefulness: 7,
  modelability: 7,
  reason: 'r',
  tasks: ['t'],
  writtenBy: { provider: 'scripted' },
};
const stateAnswer = modelState.answer({ topic, problems: [] });
const { name, ...model } = stateAnswer.parse(recorded('model-state'));
const planAnswer = planOperations.answer({ topic, name, model, wanted: usualOperations, problems: [] });
const design = skeleton.parse({
  name,
  summary: 's',
  introduction: 'i',
  ...model,
  ...planAnswer.parse(recorded('plan-operations')),
});
const world = { slug: topic.slug, skeleton: design, number: 1, today: '2026-03-09' };
const works: Readonly<Record<string, z.ZodType>> = {
  'model-state': stateAnswer,
  'plan-operations': planAnswer,
  'write-code': writeCode.answer({
    skeleton: design,
    shell: '',
    declarations: '',
    operations: [],
    invariants: [],
    helpers: [],
  }),
  'write-state-1': writeState.answer({ ...world, problems: [] }),
  'write-scenario-1': writeScenario.answer({
    ...world,
    tools: [],
    state: {},
    writes: 1,
    kind: 'direct',
    difficulty: 'easy',
    focus: [],
    turn: 0,
  }),
};

/** Every schema inside a schema, with its path. */
function* parts(schema: unknown, path = ''): Generator<[string, Record<string, unknown>]> {
  if (Array.isArray(schema)) for (const [index, part] of schema.entries()) yield* parts(part, `${path}/${index}`);
  if (!isObject(schema)) return;
  yield [path, schema];
  for (const word of ['items', 'anyOf', 'oneOf']) yield* parts(schema[word], `${path}/${word}`);
  for (const word of ['properties', '$defs']) {
    const named = schema[word];
    if (isObject(named)) for (const [name, part] of Object.entries(named)) yield* parts(part, `${path}/${word}/${name}`);
  }
}

for (const [work, type] of Object.entries(works)) {
  test(`${work}: the strict schema keeps to what strict structured output takes`, () => {
    const { strict } = answerSchema(type);
    expect(strict.type).toBe('object');
    for (const [path, part] of parts(strict)) {
      for (const word of ['oneOf', 'allOf', 'default', 'minLength', 'maxLength', 'propertyNames'])
        expect(part, path).not.toHaveProperty([word]);
      if (typeof part.$ref === 'string') expect(strict.$defs).toHaveProperty([part.$ref.replace('#/$defs/', '')]);
      if (part.type !== 'object') continue;
      expect(part.additionalProperties, path).toBe(false);
      expect(part.required, path).toEqual(Object.keys(isObject(part.properties) ? part.properties : {}));
    }
  });

  test(`${work}: an answer with null for every key left out is the same answer`, () => {
    const { plain, strict } = answerSchema(type);
    const answer = recorded(work);
    const filled = fill(answer, strict, isObject(strict.$defs) ? strict.$defs : {});
    const text = JSON.stringify(filled);
    if (work !== 'write-code' && work !== 'write-state-1') expect(text.length).toBeGreaterThan(JSON.stringify(answer).length);
    expect(type.parse(withoutAbsent(filled, plain))).toEqual(type.parse(answer));
  });
}

/** The answer as a server that enforces the strict schema would give it. */
function fill(value: unknown, schema: unknown, definitions: Record<string, unknown>): unknown {
  if (!isObject(schema)) return value;
  if (typeof schema.$ref === 'string') return fill(value, definitions[schema.$ref.replace('#/$defs/', '')], definitions);
  if (Array.isArray(schema.anyOf)) {
    const meant = schema.anyOf.find((part) => {
      const kind = isObject(part) && isObject(part.properties) ? part.properties.kind : undefined;
      return isObject(kind) && isObject(value)
        ? kind.const === value.kind
        : isObject(value) && isObject(part) && part.type !== 'null';
    });
    return fill(value, meant, definitions);
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, schema.items, definitions));
  if (!isObject(value) || !isObject(schema.properties)) return value;
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, part]) => [name, name in value ? fill(value[name], part, definitions) : null]),
  );
}
