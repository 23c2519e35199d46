import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openPrompts, type Prompts } from '../../src/generation/prompt.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
function promptsOf(files: Record<string, string>): Prompts {
  const folder = mkdtempSync(join(tmpdir(), 'prompts-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return openPrompts(folder);
}

test('JSON and code go into a prompt as they are, and nothing in them is read as template code', () => {
  const prompts = promptsOf({ 'a.md': '# System\nBe exact.\n\n# User\n{{ code }}\n{{ data | json }}\n{{ line | one_line }}' });
  const code = "const a = b < c && `d` !== '\"'; // {{ data }} {% if %}\n# User";
  expect(prompts.render('a.md', { code, data: { key: '<&>"{{ code }}' }, line: ' two\n  lines ' })).toEqual({
    system: 'Be exact.',
    user: `${code}\n{"key":"<&>\\"{{ code }}"}\ntwo lines`,
  });
});

test('a variable that the input does not have is an error, not an empty place', () => {
  const prompts = promptsOf({ 'a.md': '# System\nx\n\n# User\n{{ topci }}' });
  expect(() => prompts.render('a.md', { topic: 'x' })).toThrow(/topci/);
});

test('an optional part is left out when the input does not have it', () => {
  const prompts = promptsOf({
    'a.md': '# System\nx\n\n# User\n{% if previous %}before: {{ previous }}{% else %}first{% endif %}',
  });
  expect(prompts.render('a.md', {}).user).toBe('first');
});

test('the hash changes with the file and with nothing else', () => {
  const text = '# System\nx\n\n# User\n{{ a }}';
  const hash = promptsOf({ 'a.md': text }).hash('a.md');
  expect(promptsOf({ 'a.md': text, 'b.md': text }).hash('a.md')).toBe(hash);
  expect(promptsOf({ 'a.md': `${text}!` }).hash('a.md')).not.toBe(hash);
});

test('a missing file and a file without both parts are named', () => {
  const prompts = promptsOf({ 'judge.md': '# System\nonly this', 'plan.md': '# System\nx\n# User\ny' });
  expect(() => prompts.hash('plam.md')).toThrow(/"plam.md".*Did you mean "plan.md"/);
  expect(() => prompts.hash('judge.md')).toThrow(/"judge.md".*# User/);
});
