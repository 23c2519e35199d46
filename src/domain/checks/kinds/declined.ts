import { z } from 'zod';
import type { RenderedKind } from '../kind.ts';
import { literal } from '../source-text.ts';
import { spacedName } from '../wording.ts';

const schema = z.strictObject({
  kind: z.literal('declined'),
  /** What is asked for in vain. */
  tool: z.string(),
  because: z.strictObject({
    /** `forbidden`: a rule does not allow it. `done`: it is so already. */
    as: z.enum(['forbidden', 'done']),
    /** The refusal and the facts that decide. */
    reason: z.string().min(1),
    /** The rule behind it: of its words those count that no other rule has. */
    rule: z.string(),
    /** The other rules. */
    elsewhere: z.array(z.string()),
    /** Words that are no reason: those of the task, and the nouns of the place. */
    request: z.string(),
    /** What would have been done, as verbs: claiming it is untrue. */
    acts: z.array(z.string()),
  }),
});
export type Declined = z.infer<typeof schema>;

/** The user was told that it was not done, and why in substance: not the reason of another rule. */
export const declined = {
  schema,
  looksAt: () => ['said'],
  demands: () => [],
  shape: ({ tool, because }) => [tool, because.as],
  question: ({ tool, because }) =>
    because.as === 'done'
      ? `Has the user been told that nothing was left to do for ${spacedName(tool)}, and why?`
      : `Has the user been told that ${spacedName(tool)} was not possible, and why?`,
  body: ({ because }) => `\n  declines(said, ${literal(because)})`,
} satisfies RenderedKind<Declined>;
