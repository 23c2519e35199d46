import { messageOf } from '../../base/errors.ts';

/** Keys shorter than this are placeholders for servers that want none ("none", "EMPTY"), not secrets. */
const shortestSecret = 8;

/**
 * A function that takes secrets out of a text, as they are, escaped, or in base64. Everything that leaves the client goes
 * through it: answers before they are stored, messages of errors, evidence.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...base64Forms(secret)]);
  const longestFirst = [...new Set(forms)].sort((left, right) => right.length - left.length);
  return (text) => {
    const plain = longestFirst.reduce((result, form) => result.replaceAll(form, '[redacted]'), text);
    return plain.replace(/\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi, '$1[redacted]');
  };
}

/** An error of the client as the cause of ours: its name and message without secrets, and nothing of the request it holds. */
export function causeWithout(error: unknown, redact: (text: string) => string): ErrorOptions {
  if (error === undefined) return {};
  const safe = new Error(redact(messageOf(error)));
  if (error instanceof Error) safe.name = error.name;
  return { cause: safe };
}

/** What a text looks like in base64, whatever stands before it ("user:key"): the characters that it alone decides. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = bytes.toString('base64');
    const own = whole.slice([0, 2, 3][before], Math.floor((bytes.length * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
