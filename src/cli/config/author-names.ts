/** Who can write. */
export const authorNames = ['procedural', 'openai'] as const;
export type AuthorName = (typeof authorNames)[number];

/** Who can be the user of a conversation. */
export const userNames = ['procedural', 'openai', 'none'] as const;
export type UserName = (typeof userNames)[number];
