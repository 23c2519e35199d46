import { describe, expect, it } from 'vitest';
import { redactor, valueRedactor } from '../../src/generation/endpoint/redact.ts';

const key = 'sk-proj/Ab+9_x=Zq.77';
const redact = redactor([key]);
const unicode = [...key].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

describe('a key is taken out', () => {
  it.each([
    ['as it is', key],
    ['with an escaped slash', key.replace('/', '\\/')],
    ['with one escaped character', key.replace('+', '\\u002B')],
    ['with every character escaped', unicode],
    ['in upper case escapes', unicode.replaceAll(/[a-f]/g, (digit) => digit.toUpperCase()).replaceAll('\\U', '\\u')],
    ['escaped twice', unicode.replaceAll('\\', '\\\\')],
    ['with ES escapes', [...key].map((character) => `\\x${character.charCodeAt(0).toString(16)}`).join('')],
    ['in a URL', encodeURIComponent(key)],
    ['in a URL in lower case', encodeURIComponent(key).replaceAll(/%../g, (code) => code.toLowerCase())],
    ['in a URL within a URL', encodeURIComponent(encodeURIComponent(key))],
    ['with every character percent-encoded', [...Buffer.from(key)].map((byte) => `%${byte.toString(16)}`).join('')],
    ['in HTML', [...key].map((character) => `&#${character.charCodeAt(0)};`).join('')],
    ['in HTML, hexadecimal', [...key].map((character) => `&#x${character.charCodeAt(0).toString(16)};`).join('')],
    ['in base64', Buffer.from(key).toString('base64')],
    ['in base64 behind a user', Buffer.from(`user:${key}`).toString('base64')],
    ['in base64 for URLs', Buffer.from(`me:${key}`).toString('base64url')],
    ['in hexadecimal', Buffer.from(key).toString('hex')],
    ['in hexadecimal, upper case', Buffer.from(key).toString('hex').toUpperCase()],
    [
      'in hexadecimal with colons',
      Buffer.from(key)
        .toString('hex')
        .replaceAll(/(..)(?=.)/g, '$1:'),
    ],
  ])('%s', (_how, form) => {
    const text = redact(`before "${form}" after`);
    expect(text).toContain('[redacted]');
    expect(text.startsWith('before "')).toBe(true);
    expect(text.endsWith('" after')).toBe(true);
    expect(text.length).toBeLessThan(`before "${'[redacted]'}" after`.length + 16);
  });

  it.each([12, 15, 19])('where the text ends after %i of its characters', (length) => {
    expect(redact(`Incorrect API key: ${key.slice(0, length)}`)).toBe('Incorrect API key: [redacted]');
    expect(redact(`Incorrect API key: ${key.slice(0, length)}...`)).toBe('Incorrect API key: [redacted]');
    expect(redact(`${key.slice(-length)} is wrong`)).toBe('[redacted] is wrong');
  });

  it('and other words stay, those that begin alike, too', () => {
    const text = 'sk-proj is a prefix; Ab+9 and base64 stay.';
    expect(redact(text)).toBe(text);
  });
});

describe('a value', () => {
  const clean = valueRedactor([key]);

  it('is redacted in each of its decoded strings and names', () => {
    const value = JSON.parse(`{"a": ["${unicode}", 1], "${unicode}": true}`);
    expect(clean(value)).toEqual({ a: ['[redacted]', 1], '[redacted]': true });
  });

  it('without a secret is the very same', () => {
    const value = { a: ['words', 1, null] };
    expect(clean(value)).toBe(value);
  });
});

it('redacting takes time in proportion to the length', () => {
  const text = `${key.slice(0, 7)} `.repeat(300_000);
  expect(redact(text)).toBe(text);
});
