/**
 * What a task is like. `direct`: do these things. `conditional`: what to do depends on something to be found out. `bulk`: all
 * records that fulfil a condition. `compensating`: undo or make good. `infeasible`: a rule forbids it (or part of it), so that
 * it must be left. `already-done`: what is asked for holds already. `underspecified`: the opening message leaves out something
 * that only the user knows, so that the agent must ask; played in conversation alone. `inquiry`: a question, which is answered from
 * the records and changes nothing.
 */
export const scenarioKinds = [
  'direct',
  'conditional',
  'bulk',
  'compensating',
  'infeasible',
  'already-done',
  'underspecified',
  'inquiry',
] as const;
export type ScenarioKind = (typeof scenarioKinds)[number];

/** Whether a task of this kind asks for something that must not, or need not, be done. */
export function mustBeDeclined(kind: ScenarioKind): boolean {
  return kind === 'infeasible' || kind === 'already-done';
}

/** Whether a task of this kind can be played only with a user to talk to. */
export function needsUser(kind: ScenarioKind): boolean {
  return kind === 'underspecified';
}
