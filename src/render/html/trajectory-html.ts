import { type Artifact, shortId } from '../../domain/kinds.ts';
import type { Message, Step, Trajectory } from '../../domain/rollout/trajectory.ts';
import type { Scenario } from '../../domain/scenario/scenario.ts';
import { callTextOf, patchText } from '../text/call-text.ts';
import { rewardText } from '../text/reward-text.ts';
import { type Cell, escaped, page, preformatted, section, table } from './page.ts';

/** A trajectory as a page: what was said and called, what each call changed, how it ended and what it earned. */
export function trajectoryHtml(artifact: Artifact<'trajectory'>, scenario: Scenario | undefined): string {
  const { body } = artifact;
  const agent = body.agent.model === undefined ? body.agent.kind : `${body.agent.kind} ${body.agent.model}`;
  const passed = body.reward.kind === 'scored' && body.reward.strict === 1;
  return page(
    `${body.name}: trajectory`,
    [
      `<h1>${escaped(body.name)} <span class="${passed ? 'good' : 'bad'}">${escaped(rewardText(body.reward))}</span></h1>`,
      `<p class="soft">${escaped(shortId(artifact))}, agent ${escaped(agent)}, attempt ${escaped(body.attempt)}; ended: ${escaped(body.end.kind)}, ${escaped(body.end.reason)}</p>`,
      section('Checks', checks(body, scenario)),
      section('Conversation', conversation(body)),
    ]
      .filter((part) => part !== '')
      .join('\n'),
  );
}

function checks({ reward }: Trajectory, scenario: Scenario | undefined): string {
  const known = new Map(scenario?.checks.map((check) => [check.id, check]));
  const rows = reward.checks.map(({ id, status, error }): Cell[] => {
    const check = known.get(id);
    return [status, check?.role ?? '', check?.question ?? id, error ?? ''];
  });
  return rows.length === 0 ? '' : table(['result', 'role', 'check', 'error'], rows);
}

function conversation({ messages, steps: all }: Trajectory): string {
  const steps = [...all];
  return messages.map((message) => messageHtml(message, message.role === 'tool' ? steps.shift() : undefined)).join('\n');
}

function messageHtml(message: Message, step: Step | undefined): string {
  switch (message.role) {
    case 'system':
    case 'user':
      return `<h3>${message.role}</h3>\n${preformatted(message.content)}`;
    case 'assistant': {
      const thoughts = message.reasoning_content === undefined ? '' : `<p class="soft">${escaped(message.reasoning_content)}</p>`;
      const calls = (message.tool_calls ?? []).map((call) => callTextOf(call.function.name, call.function.arguments));
      return `<h3>assistant</h3>\n${thoughts}${preformatted(message.content)}${preformatted(calls.join('\n'))}`;
    }
    case 'tool': {
      const changes = (step?.patches ?? []).map((patch) => patchText(patch, Number.POSITIVE_INFINITY));
      return `<h3>${escaped(message.name)} answers</h3>\n${preformatted(message.content)}${preformatted(changes.join('\n'))}`;
    }
  }
}
