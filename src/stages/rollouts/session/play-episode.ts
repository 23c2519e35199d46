import type { Player } from '../agent.ts';
import type { EpisodeSession, ScoredEpisode } from './session.ts';

/**
 * One rollout: the agent calls tools and, where there is a user, talks with them, until the episode ends; the checks judge the
 * state it leaves behind. A rollout that was cut off is judged like any other. Closes the session.
 */
export async function playEpisode(session: EpisodeSession, player: Player): Promise<ScoredEpisode> {
  try {
    while (!session.end) await session.take(await player.turn(session.messages));
    return await session.score();
  } finally {
    await session.close();
  }
}
