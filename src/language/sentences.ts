/**
 * Where a text is divided.
 * - `sentence`: behind a full stop, question or exclamation mark.
 * - `clause`: behind a semicolon or colon, too.
 * - `request`: of a task. Behind the mark and the quotation mark that closes it, where no lower-case letter follows ("at 9 a.m.
 *   or later" is one), and behind any semicolon.
 * - `message`: of an agent. At line breaks, too; a point after a title ("Dr. Silva") ends none.
 */
const boundaries = {
  sentence: /(?<=[.!?])\s+/,
  clause: /(?<=[.!?;:])\s+/,
  request: /(?<=[.!?;]["”’']?)\s+(?=\P{Ll})|(?<=;)\s+/u,
  message: /(?<=[.!?])(?<!\b(?:Dr|Mr|Mrs|Ms|Prof|No|St)\.)\s+|\n+/,
} as const;

/** The sentences of a text, in their order, each with its mark. What has neither a word nor a question mark is none. */
export function sentencesOf(text: string, dividedAt: keyof typeof boundaries): string[] {
  return text.split(boundaries[dividedAt]).filter((sentence) => /[\p{L}\p{N}?]/u.test(sentence));
}
