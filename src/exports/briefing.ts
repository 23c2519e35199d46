import type { Environment } from '../domain/environment.ts';

/** What an agent is told about an environment before the task, for episodes that are yet to be played. */
export function systemText(environment: Environment): string {
  const rules = environment.skeleton.rules.map((rule) => `- ${rule.text}`);
  return [
    environment.skeleton.introduction,
    `Rules:\n${rules.join('\n')}`,
    'Carry out the task with the tools. Look up what you do not know; change nothing that the task does not ask for. When you are done, say so in a short answer.',
  ].join('\n\n');
}
