import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/cli/config/config.ts';
import { envscaler } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';

const problemsOf = (text: string): string => {
  try {
    parseConfig(text, 'c.yaml');
  } catch (error) {
    return String(error);
  }
  return 'valid';
};

describe('the config file', () => {
  it.each([
    [
      'an unknown key',
      'models:\n  a:\n    model: m\n    base_url: http://x/v1\n',
      /c\.yaml:4: models\.a\.base_url: unknown key\. Did you mean "baseUrl"\?/,
    ],
    [
      'an unknown kind of work',
      'works:\n  write-cod: procedural\n',
      /c\.yaml:2: works\["?write-cod"?\]: unknown key\. Did you mean "write-code"\?/,
    ],
    [
      'an unknown author',
      'models:\n  strong: { model: m }\nworks:\n  write-code: strnog\n',
      /c\.yaml:4: .*there is no author "strnog"\. Did you mean "strong"\?/,
    ],
    ['an unknown key at the top', 'defualt: procedural\n', /c\.yaml:1: defualt: unknown key\. Did you mean "default"\?/],
    ['a player who cannot play', 'works:\n  act: procedural\n', /c\.yaml:2: works\.act: must name a model/],
    [
      'a request part as a sampling setting',
      'models:\n  a:\n    model: m\n    parameters:\n      messages: x\n',
      /c\.yaml:5: .*is not a sampling setting/,
    ],
    [
      'an address that is none',
      'models:\n  a:\n    model: m\n    baseUrl: localhost\n',
      /c\.yaml:4: models\.a\.baseUrl: must be an address/,
    ],
    ['what is not YAML', 'models: [\n', /c\.yaml:\d: this is not YAML/],
  ])('is refused for %s, with its line', (_what, text, message) => {
    expect(problemsOf(text)).toMatch(message);
  });

  it('never repeats a key that was written where its name belongs', () => {
    const message = problemsOf('models:\n  a:\n    model: m\n    apiKeyEnv: sk-live-1234567890abcdef\n');
    expect(message).toMatch(/c\.yaml:4: models\.a\.apiKeyEnv: must be the NAME of an environment variable/);
    expect(message).not.toContain('1234567890');
    expect(problemsOf('models:\n  a:\n    model: m\n    baseUrl: http://u:pass-1234@h/v1\n')).not.toContain('pass-1234');
  });
});

describe('envscaler config', () => {
  it('prints a JSON Schema that names every kind of work', async () => {
    const { stdout, code } = await envscaler(['config', 'schema'], { cwd: temporaryFolder() });
    expect(code).toBe(0);
    expect(stdout).toContain('"write-scenario"');
    expect(JSON.parse(stdout)).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('says who does what, and never a key', async () => {
    const folder = temporaryFolder();
    const text = 'models:\n  strong: { model: big-1, apiKeyEnv: BIG_KEY }\ndefault: procedural\nworks: { write-code: strong }\n';
    writeFileSync(join(folder, 'envscaler.config.yaml'), text);
    const checked = await envscaler(['config', 'check'], { cwd: folder, env: { BIG_KEY: 'sk-secret-abcdef' } });
    expect(checked.code, checked.stderr).toBe(0);
    expect(checked.stdout).toMatch(/write-code +the model big-1 at api\.openai\.com/);
    expect(checked.stdout).toMatch(/write-state +the embedded procedural author/);
    expect(checked.stdout).toContain('give "repair-code" to a model');
    expect(checked.stdout + checked.stderr).not.toContain('sk-secret');
    const missing = await envscaler(['config', 'check', '--config', 'other.yaml'], { cwd: folder });
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('"other.yaml" cannot be read');
    const unknown = await envscaler(['config', 'chekc'], { cwd: folder });
    expect(unknown.stderr).toContain('Did you mean "check"?');
  });
});
