import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { type ChoiceSources, chooseAuthors, choosePlayer } from '../../src/cli/config/author-choice.ts';
import { parseConfig } from '../../src/cli/config/config.ts';
import { modelEnvironment } from '../../src/cli/config/environment.ts';
import { keysOf, writingModels } from '../../src/generation/assignment.ts';

const choose = (flags: ChoiceSources['flags'], variables: Record<string, string>, config?: string) =>
  chooseAuthors({
    flags,
    environment: modelEnvironment(variables),
    ...(config === undefined ? {} : { config: { file: 'c.yaml', config: parseConfig(config, 'c.yaml') } }),
  });

describe('who writes', () => {
  it.each([
    ['nothing is configured', {}, {}, 'Author: the embedded procedural author (no model is configured).'],
    [
      'it is asked for',
      { author: 'procedural' },
      { OPENAI_API_KEY: 'k', ENVSCALER_MODEL: 'm' },
      'Author: the embedded procedural author (as asked with --author).',
    ],
    [
      'only an endpoint is configured',
      {},
      { OPENAI_BASE_URL: 'http://localhost:8000/v1' },
      'Author: the embedded procedural author (OPENAI_BASE_URL is set, but no model is named; --model NAME or ENVSCALER_MODEL names one).',
    ],
  ] as const)('is the procedural author when %s', (_when, flags, variables, line) => {
    const choice = choose(flags, variables);
    expect(choice.line).toBe(line);
    expect(writingModels(choice.assignment)).toEqual([]);
  });

  it('is the model at an address that needs no key, once it is named', () => {
    const variables = { OPENAI_BASE_URL: 'http://localhost:8000/v1' };
    expect(choose({ model: 'mine' }, variables).line).toBe('Author: the model mine at localhost:8000/v1.');
    expect(choose({}, { ...variables, ENVSCALER_MODEL: 'mine' }).line).toBe('Author: the model mine at localhost:8000/v1.');
  });

  it('is nobody when a model is named that no key and no address leads to', () => {
    expect(() => choose({ model: 'mine' }, {})).toThrow(/OPENAI_API_KEY.*OPENAI_BASE_URL/);
  });

  it('is the model when there is a key, and the flag goes before the variable', () => {
    const variables = { OPENAI_API_KEY: 'k', ENVSCALER_MODEL: 'from-variable' };
    const { assignment, line } = choose({}, variables);
    expect(line).toBe('Author: the model from-variable at api.openai.com.');
    expect(assignment.writerOf('write-code')).toEqual({
      model: 'from-variable',
      baseUrl: 'https://api.openai.com/v1',
      apiKey: 'k',
      parameters: {},
    });
    expect(choose({ model: 'from-flag' }, variables).line).toContain('from-flag');
  });

  it('is a model without a key when its endpoint is named', () => {
    const variables = { OPENAI_BASE_URL: 'http://user:secret@localhost:8000/v1?token=secret' };
    expect(choose({ author: 'openai', model: 'm' }, variables).line).toBe('Author: the model m at localhost:8000/v1.');
  });

  it('is not known when a model has neither key nor endpoint, or no name', () => {
    expect(() => choose({ author: 'openai', model: 'm' }, { OPENAI_API_KEY: '  ' })).toThrow(
      /OPENAI_API_KEY.*OPENAI_BASE_URL.*--author procedural/,
    );
    const nameless = () => choose({}, { OPENAI_API_KEY: 'k' });
    expect(nameless).toThrow(UserError);
    expect(nameless).toThrow(/--model NAME.*ENVSCALER_MODEL/);
  });
});

const config = `
models:
  strong: { model: big-1, apiKeyEnv: BIG_KEY, parameters: { temperature: 0.7 } }
  local: { model: small-1, baseUrl: 'http://localhost:8000/v1' }
default: procedural
works:
  write-code: strong
  repair-code: strong
  infer-topic: local
  act: local
`;

describe('who writes, with a config file', () => {
  it('is assigned per kind of work, and the rest goes to the default', () => {
    const { assignment, line } = choose({}, { BIG_KEY: 'big-secret-key' }, config);
    expect(assignment.writerOf('write-code')).toMatchObject({
      model: 'big-1',
      apiKey: 'big-secret-key',
      parameters: { temperature: 0.7 },
    });
    expect(assignment.writerOf('repair-code')).toBe(assignment.writerOf('write-code'));
    expect(assignment.writerOf('infer-topic')).toMatchObject({ model: 'small-1', apiKey: undefined });
    expect(assignment.writerOf('write-state')).toBe('procedural');
    expect(keysOf(assignment, undefined)).toEqual(['big-secret-key']);
    expect(line).toMatch(
      /^Authors, from c\.yaml: the model small-1 at localhost:8000\/v1 \(infer-topic\); the model big-1 at api\.openai\.com \(write-code, repair-code\); the embedded procedural author \(/,
    );
    expect(line).not.toContain('secret');
  });

  it('is what the flags say all the same', () => {
    expect(writingModels(choose({ author: 'procedural' }, { BIG_KEY: 'k' }, config).assignment)).toEqual([]);
    const replaced = choose({ model: 'local' }, {}, config).assignment;
    expect(replaced.writerOf('write-code')).toMatchObject({ model: 'small-1' });
    expect(replaced.writerOf('write-state')).toBe('procedural');
    const all = choose({ author: 'openai', model: 'local' }, {}, config).assignment;
    expect(all.writerOf('write-state')).toMatchObject({ model: 'small-1' });
  });

  it('needs the key that the file names, unless nothing is going to be sent', () => {
    expect(() => choose({}, {}, config)).toThrow(/"strong" of c\.yaml takes its key from BIG_KEY, which is not set/);
    const sources = {
      flags: {},
      environment: modelEnvironment({}),
      config: { file: 'c.yaml', config: parseConfig(config, 'c.yaml') },
    };
    expect(chooseAuthors({ ...sources, keys: 'unneeded' }).assignment.writerOf('write-code')).toMatchObject({ model: 'big-1' });
    expect(choosePlayer(sources)).toMatchObject({ model: 'small-1' });
  });

  it('leaves the choice to the environment where the file assigns nothing', () => {
    const { line } = choose({}, {}, 'models: {}');
    expect(line).toBe('Author: the embedded procedural author (no model is configured).');
  });
});
