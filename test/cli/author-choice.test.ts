import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { chooseAuthor } from '../../src/cli/author-choice.ts';
import { modelEnvironment } from '../../src/cli/environment.ts';

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
      'Author: the embedded procedural author (OPENAI_BASE_URL is set but no key; --author openai uses it without one).',
    ],
  ] as const)('is the procedural author when %s', (_when, flags, variables, line) => {
    expect(chooseAuthor(flags, modelEnvironment(variables))).toEqual({ author: 'procedural', model: undefined, line });
  });

  it('is the model when there is a key, and the flag goes before the variable', () => {
    const environment = modelEnvironment({ OPENAI_API_KEY: 'k', ENVSCALER_MODEL: 'from-variable' });
    expect(chooseAuthor({}, environment)).toEqual({
      author: 'openai',
      model: 'from-variable',
      line: 'Author: the model from-variable at api.openai.com.',
    });
    expect(chooseAuthor({ model: 'from-flag' }, environment).model).toBe('from-flag');
  });

  it('is a model without a key when its endpoint is named', () => {
    const environment = modelEnvironment({ OPENAI_BASE_URL: 'http://user:secret@localhost:8000/v1?token=secret' });
    const { line } = chooseAuthor({ author: 'openai', model: 'm' }, environment);
    expect(line).toBe('Author: the model m at localhost:8000/v1.');
  });

  it('is not known when a model has neither key nor endpoint, or no name', () => {
    expect(() => chooseAuthor({ author: 'openai', model: 'm' }, modelEnvironment({ OPENAI_API_KEY: '  ' }))).toThrow(
      /OPENAI_API_KEY.*OPENAI_BASE_URL.*--author procedural/,
    );
    const nameless = () => chooseAuthor({}, modelEnvironment({ OPENAI_API_KEY: 'k' }));
    expect(nameless).toThrow(UserError);
    expect(nameless).toThrow(/--model NAME.*ENVSCALER_MODEL/);
  });
});
