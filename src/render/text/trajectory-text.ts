import { shortId } from '../../domain/kinds.ts';
import type { Message, Step, Trajectory } from '../../domain/rollout/trajectory.ts';
import type { Scenario } from '../../domain/scenario/scenario.ts';
import type { StoredArtifact } from '../../store/store.ts';
import { callTextOf, patchText } from './call-text.ts';
import { clip, wrap } from './layout.ts';
import { checkLines, rewardText } from './reward-text.ts';

/** How a trajectory is laid out. `full` leaves nothing out of long texts. */
export interface TrajectoryLayout {
  readonly width: number;
  readonly full: boolean;
}

/** The conversation of a trajectory with the changes each call made, how it ended and what it earned. */
export function trajectoryText(
  artifact: StoredArtifact<'trajectory'>,
  scenario: Scenario | undefined,
  layout: TrajectoryLayout,
): string {
  const { body } = artifact;
  const model = body.agent.model === undefined ? '' : ` ${body.agent.model}`;
  const user = body.user === undefined ? '' : `, user: ${body.user.model ?? 'scripted'}`;
  return [
    `${shortId(artifact)}  ${body.name}  (agent ${body.agent.kind}${model}, attempt ${body.attempt})${user}`,
    ...conversation(body, layout),
    '',
    `Ended: ${body.end.kind}, ${body.end.reason}`,
    `Reward: ${rewardText(body.reward)}`,
    ...(scenario
      ? checkLines(scenario.checks, body.reward.checks)
      : body.reward.checks.map((result) => `  ${result.status.padEnd(5)} ${result.id}`)),
  ].join('\n');
}

function conversation(body: Trajectory, layout: TrajectoryLayout): string[] {
  const steps = [...body.steps];
  return body.messages.flatMap((message) => [
    '',
    ...messageLines(message, message.role === 'tool' ? steps.shift() : undefined, layout),
  ]);
}

function messageLines(message: Message, step: Step | undefined, layout: TrajectoryLayout): string[] {
  switch (message.role) {
    case 'system':
    case 'user':
      return [`${message.role}:`, wrap(layout.full ? message.content : clipText(message.content), layout.width, '  ')];
    case 'assistant':
      return [
        'assistant:',
        ...(message.reasoning_content === undefined ? [] : [wrap(`(thinks) ${message.reasoning_content}`, layout.width, '  ')]),
        ...(message.content === '' ? [] : [wrap(message.content, layout.width, '  ')]),
        ...(message.tool_calls ?? []).map((call) => `  calls ${callTextOf(call.function.name, call.function.arguments)}`),
      ];
    case 'tool':
      return [
        `${message.name} answers:`,
        `  ${layout.full ? message.content : clip(message.content, 3 * layout.width)}`,
        ...(step?.patches ?? []).map(
          (patch) => `    ${patchText(patch, layout.full ? Number.POSITIVE_INFINITY : layout.width - 4)}`,
        ),
      ];
  }
}

/** The beginning of a long text, such as a system message with rules. */
function clipText(text: string): string {
  const limit = 1200;
  return text.length <= limit
    ? text
    : `${text.slice(0, limit).trimEnd()}\n[${text.length - limit} more characters; --verbose shows them]`;
}
