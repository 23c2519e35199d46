/** How long an episode may get. */
export interface EpisodeLimits {
  /** Messages of the agent; a call that comes without a message counts as one. */
  readonly turns: number;
  /** What the user says after the opening message. */
  readonly replies: number;
}

/** The limits of rollouts, and of everybody who plays what rollouts play. */
export const rolloutLimits: EpisodeLimits = { turns: 40, replies: 12 };
