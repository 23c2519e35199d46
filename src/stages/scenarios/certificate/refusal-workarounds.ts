import { canonicalJson, type Json } from '../../../base/json.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import { type CertificateInput, isWrite, operationOf } from '../certificate-input.ts';
import { leavesOf, typeAt, withValueAt } from '../leaves.ts';
import { type Checkpoint, continueFrom, type Step } from '../reference/trace.ts';
import { ArgumentPool } from './argument-pool.ts';
import type { Perturbation } from './near-misses.ts';
import { entityNamed, otherKeys } from './other-values.ts';

/** Calls tried around one refusal, and other records tried in place of one. */
const callsTried = 40;
const targetsTried = 4;

/**
 * Of a task that asks for something in vain: after all that is right, what somebody might do who does not take no for an
 * answer. The refused call on another record, and each other tool that writes, on the records of the refusal; of each tool
 * the first call that is accepted. None of them may score 1.
 */
export async function refusalWorkarounds(input: CertificateInput, end: Checkpoint): Promise<Perturbation[]> {
  const found: Perturbation[] = [];
  for (const refused of input.refused ?? []) {
    const done = new Set<string>();
    let tried = 0;
    for (const step of [...elsewhere(input, refused), ...besides(input, refused)]) {
      if (done.has(step.tool) || tried++ >= callsTried) continue;
      const ran = await continueFrom(end, input.start.state, [step]);
      if (!ran.calls.at(-1)?.patches.length) continue;
      done.add(step.tool);
      const what = `${step.tool} with ${canonicalJson(step.arguments)}, where ${refused.tool} is refused`;
      found.push({ kind: 'over-reach', call: 0, what, ran });
    }
  }
  return found;
}

/** The refused call on other records of the same kind. */
function elsewhere(input: CertificateInput, { tool, arguments: args }: ExecutedCall): Step[] {
  const operation = operationOf(input.skeleton, tool);
  return leavesOf(args).flatMap(({ path, value }): Step[] => {
    const [name, ...inner] = path.split('.');
    const parameter = operation?.parameters.find((candidate) => candidate.name === name);
    const type = parameter && typeAt(parameter.type, inner.join('.'));
    const entity = entityNamed(input.skeleton, input.start.state, type, value);
    if (!entity || typeof value !== 'string') return [];
    return otherKeys(entity, input.start.state, value, targetsTried).map((key) => ({
      tool,
      arguments: withValueAt(args, path, key) as Record<string, Json>,
    }));
  });
}

/** Calls of the other tools that write, with what the refused call was made with. */
function besides({ skeleton, start, final }: CertificateInput, refused: ExecutedCall): Step[] {
  const pool = new ArgumentPool(skeleton, [refused], [start.state, final]);
  return skeleton.operations
    .filter(({ name }) => name !== refused.tool && isWrite(skeleton, name))
    .flatMap((operation) => pool.callsOf(operation));
}
