import { messageOf } from '../../base/errors.ts';

/** Keys shorter than this are placeholders for servers that want none ("none", "EMPTY"), not secrets. */
const shortestSecret = 8;

/** How much of a key at a cut is taken out: less than this is in too many words. */
const shortestPart = 8;

const replacement = '[redacted]';

/**
 * A function that takes secrets out of a text: as they are, with any of their characters escaped (JSON, JSON within JSON, URL,
 * HTML), in base64 or hexadecimal, and cut off at the begin or end of the text. Everything that leaves the client goes through
 * it: answers before they are stored, messages of errors, evidence. Takes time in proportion to the text.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const own = [...new Set(secrets)].filter((secret) => secret.length >= shortestSecret);
  const patterns = own.length === 0 ? [] : [...own.map(writtenSomehow), ...own.map(cutOff), encoded(own)];
  return (text) => {
    const plain = patterns.reduce((result, pattern) => result.replace(pattern, replacement), text);
    return plain.replace(/\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi, `$1${replacement}`);
  };
}

/** An error of the client as the cause of ours: its name and message without secrets, and nothing of the request it holds. */
export function causeWithout(error: unknown, redact: (text: string) => string): ErrorOptions {
  if (error === undefined) return {};
  const safe = new Error(redact(messageOf(error)));
  if (error instanceof Error) safe.name = error.name;
  return { cause: safe };
}

/** A function that redacts every string in a JSON value, keys included; values without secrets come back as they are. */
export function valueRedactor(secrets: readonly string[]): <Value>(value: Value) => Value {
  const redact = redactor(secrets);
  if (secrets.every((secret) => secret.length < shortestSecret)) return (value) => value;
  return <Value>(value: Value): Value => {
    const text = JSON.stringify(value);
    if (text === undefined) return value;
    // Strings are looked at decoded, one by one: what an escape hides in the text shows in the string.
    let isFound = false;
    const clean: Value = JSON.parse(text, (_key, item: unknown) => {
      if (typeof item !== 'string') return item;
      const redacted = redact(item);
      if (redacted !== item) isFound = true;
      return redacted;
    });
    const keysRedacted = redact(JSON.stringify(clean));
    if (keysRedacted !== JSON.stringify(clean)) return JSON.parse(keysRedacted);
    return isFound ? clean : value;
  };
}

/** The secret with each of its characters written in any usual way. */
function writtenSomehow(secret: string): RegExp {
  return new RegExp([...secret].map(anyForm).join(''), 'g');
}

/** At the end of a text its first characters, at the begin its last ones: a message or a chunk may end in the middle of a key. */
function cutOff(secret: string): RegExp {
  const characters = [...secret].map(anyForm);
  const nested = (forms: readonly string[]): string => forms.reduceRight((inner, form) => `(?:${form}${inner})?`, '');
  const head = `${characters.slice(0, shortestPart).join('')}${nested(characters.slice(shortestPart))}(?:\\\\|%|\\.{3}|…)?$`;
  const backwards = characters.toReversed();
  const tail = `^${backwards.slice(shortestPart).reduceRight((inner, form) => `(?:${inner}${form})?`, '')}${backwards.slice(0, shortestPart).toReversed().join('')}`;
  return new RegExp(`${head}|${tail}`, 'g');
}

/** One character as it is, or escaped: \/, \u002F, \\u002F, %2F, &#47;, &#x2f;. */
function anyForm(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const unit = [...hex.padStart(4, '0')].map(eitherCase).join('');
  const url = [...encodeURIComponent(character).matchAll(/%(..)/g)].map(
    ([, byte = '']) => `%(?:25)?${[...byte.toLowerCase()].map(eitherCase).join('')}`,
  );
  const percent = url.length > 0 ? url : [`%(?:25)?${[...hex.padStart(2, '0')].map(eitherCase).join('')}`];
  const html = `&#(?:0*${code}|[xX]0*${[...hex].map(eitherCase).join('')});`;
  return `(?:\\\\{0,4}${escaped(character)}|\\\\{1,4}[uU](?:${unit}|\\{0*${[...hex].map(eitherCase).join('')}\\})|\\\\{1,4}x${[...hex.padStart(2, '0')].map(eitherCase).join('')}|${percent.join('')}|${html})`;
}

function eitherCase(digit: string): string {
  return /[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit;
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Secrets in base64, whatever stands before them ("user:key"), and in hexadecimal, with or without separators. */
function encoded(secrets: readonly string[]): RegExp {
  const base64 = secrets.flatMap(base64Forms).map((form) => [...form].map(anyForm).join(''));
  const hex = secrets.map((secret) =>
    [...Buffer.from(secret).toString('hex').matchAll(/../g)].map(([byte]) => [...byte].map(eitherCase).join('')).join('[\\s:]?'),
  );
  return new RegExp([...base64, ...hex].join('|'), 'g');
}

/** What a text looks like in base64, whatever stands before it: the characters that it alone decides. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = bytes.toString('base64');
    const own = whole.slice([0, 2, 3][before], Math.floor((bytes.length * 8) / 6));
    return [...new Set([own, own.replaceAll('+', '-').replaceAll('/', '_')])];
  });
}
