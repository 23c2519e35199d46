/** Keys shorter than this are placeholders for servers that want none ("none", "EMPTY"), not secrets. */
const shortestSecret = 8;

/**
 * A function that takes secrets out of a text. Everything that leaves the client goes through it: answers before they are
 * stored, messages of errors, evidence.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  const longestFirst = [...new Set(forms)].sort((left, right) => right.length - left.length);
  return (text) => {
    const plain = longestFirst.reduce((result, form) => result.replaceAll(form, '[redacted]'), text);
    return plain.replace(/\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi, '$1[redacted]');
  };
}
