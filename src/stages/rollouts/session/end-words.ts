import type { End } from '../../../domain/rollout/trajectory.ts';

/** Why an episode is over, as half a sentence. */
export function endWords(end: End): string {
  if (end.kind === 'failed') return `it failed (${end.reason})`;
  switch (end.reason) {
    case 'answered':
      return 'the agent has finished';
    case 'refused':
      return 'the agent has refused to go on';
    case 'user-done':
      return 'the user has left it at that';
    case 'turns':
      return 'the agent has had all its turns';
    case 'user-turns':
      return 'the user has said all that they may say';
    case 'context':
      return 'the conversation has grown beyond what the agent can hold';
    case 'tokens':
    case 'length':
      return 'a message of the agent was cut off';
  }
}
