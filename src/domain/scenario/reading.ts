import { z } from 'zod';
import { writtenBy } from '../written-by.ts';

/**
 * Where a reader finds that the words of a task and what is measured part. `unasked`: measured and not asked for. `uncovered`:
 * asked for and not measured. `missing`: a value is measured that nobody could know. `ambiguous`: the words have two
 * readings that lead to different ends. `contradiction`: the words contradict themselves or what is measured.
 */
export const readingFinding = z.strictObject({
  kind: z.enum(['unasked', 'uncovered', 'missing', 'ambiguous', 'contradiction']),
  /** The words of the task, or of the claim, that it is about. */
  about: z.string().min(1),
  why: z.string().min(1),
});
export type ReadingFinding = z.infer<typeof readingFinding>;

/** A second reading of a task by a model, and who read. */
export const reading = z.strictObject({ by: writtenBy, findings: z.array(readingFinding) });
export type Reading = z.infer<typeof reading>;

/** Whether a finding makes the reward wrong for somebody who reads the task rightly; the others are worth a look. */
export function isGrave({ kind }: ReadingFinding): boolean {
  return kind === 'missing' || kind === 'contradiction';
}

/** A finding as a sentence, for a certificate and for the author who is to correct it. */
export function findingText({ kind, about, why }: ReadingFinding): string {
  return `A second reading finds "${about}" ${kindTexts[kind]}: ${why}`;
}

const kindTexts: Readonly<Record<ReadingFinding['kind'], string>> = {
  unasked: 'measured though nobody asked for it',
  uncovered: 'asked for and not measured',
  missing: 'measured though nobody could know it',
  ambiguous: 'ambiguous',
  contradiction: 'contradictory',
};
