import { canonicalJson, type Json } from '../../../base/json.ts';
import { seededRandom } from '../../../base/random.ts';
import type { Operation, Parameter } from '../../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../../domain/rollout/call.ts';
import type { RewardCertificate } from '../../../domain/scenario/scenario.ts';
import { capitalisedRuns, quotedIn } from '../../../language/proper-names.ts';
import type { Instance } from '../../../sandbox/sandbox.ts';
import { type CertificateInput, isWrite, wordsOf } from '../certificate-input.ts';
import { leavesOf, nameIn } from '../leaves.ts';
import { seenIn } from './knowledge.ts';
import { entityNamed } from './other-values.ts';

/** Calls that the search may make before it gives up. */
const mostCalls = 500;
/** How many values are tried for one parameter in one round. */
const valuesTried = 30;

/**
 * A search that sees what an agent sees and nothing of the reference. It begins with reads that follow the text, then calls the
 * reading tools with all words of the task (and of what the user tells) and with what they answered, round by round, until it has
 * seen every key that the writes of the reference need.
 */
export async function discover(
  input: CertificateInput,
  instance: Instance,
  reads: readonly ExecutedCall[],
): Promise<RewardCertificate['discovery']> {
  const said = wordsOf(input);
  const missing = new Set(keysNeeded(input).filter((key) => !said.includes(key)));
  const readers = input.skeleton.operations.filter((operation) => operation.effect === 'read');
  const words = phrasesOf(said);
  for (const [index, read] of reads.entries()) {
    if (missing.size === 0) return { calls: index, missing: [] };
    for (const { value } of seenIn(read, 1)) if (typeof value === 'string') missing.delete(value);
  }
  const seen = new Map<string, Set<string>>();
  const made = new Set<string>();
  let progressed = true;
  while (missing.size > 0 && progressed && made.size < mostCalls) {
    progressed = false;
    for (const args of readers.flatMap((read) => fillings(read, { words, seen, input: input }))) {
      const id = canonicalJson(args);
      if (made.has(id) || made.size >= mostCalls || missing.size === 0) continue;
      made.add(id);
      progressed = true;
      const { result } = await instance.call(args.tool, args.arguments);
      for (const { path, value } of seenIn({ result }, 1)) {
        if (typeof value !== 'string') continue;
        missing.delete(value);
        const name = nameIn(path);
        seen.set(name, (seen.get(name) ?? new Set()).add(value));
      }
    }
  }
  return { calls: reads.length + made.size, missing: [...missing] };
}

/** Keys of initial records among the arguments of the writes. */
function keysNeeded({ reference, skeleton, start }: CertificateInput): string[] {
  const values = reference
    .filter((call) => isWrite(skeleton, call.tool))
    .flatMap((call) => leavesOf(call.arguments).map((leaf) => leaf.value));
  return [...new Set(values)].flatMap((value) =>
    typeof value === 'string' && skeleton.entities.some((entity) => Object.hasOwn(start.state[entity.collection] ?? {}, value))
      ? [value]
      : [],
  );
}

/** Quoted words, names (runs of capitalised words), numbers, and single words of a task: what one would search for. */
export function phrasesOf(task: string): string[] {
  const quoted = quotedIn(task, 60);
  const names = capitalisedRuns(task);
  const codes = [...task.matchAll(/\b[\p{L}\d]*\d[\p{L}\d-]*\b/gu)].map((match) => match[0]);
  const parts = names.flatMap((name) => {
    const words = name.split(' ');
    return words.length > 1 ? [words.slice(1).join(' '), ...words.slice(1)] : [];
  });
  const words = [...task.matchAll(/\p{L}{4,}/gu)].map((match) => match[0].toLowerCase());
  return [...new Set([...quoted, ...names.map((name) => name.replace(/['’]s$/, '')), ...codes, ...parts, ...words])];
}

interface Known {
  readonly words: readonly string[];
  readonly seen: ReadonlyMap<string, ReadonlySet<string>>;
  readonly input: CertificateInput;
}

interface Read {
  readonly tool: string;
  readonly arguments: Record<string, Json>;
}

/** Calls of a read with what is known: required parameters only, and each optional one added alone. */
function fillings(operation: Operation, known: Known): Read[] {
  const required = operation.parameters.filter((parameter) => parameter.required);
  let partial: [string, Json][][] = [[]];
  for (const parameter of required) {
    const values = valuesFor(parameter, known).slice(0, required.length > 1 ? 4 : valuesTried);
    partial = partial.flatMap((args) => values.map((value): [string, Json][] => [...args, [parameter.name, value]]));
  }
  const optional = operation.parameters.filter(
    (parameter) => !parameter.required && ['string', 'reference', 'enum', 'date'].includes(parameter.type.kind),
  );
  const further = partial
    .slice(0, 4)
    .flatMap((args) =>
      optional.flatMap((parameter) =>
        valuesFor(parameter, known).map((value): [string, Json][] => [...args, [parameter.name, value]]),
      ),
    );
  return [...partial.slice(0, valuesTried), ...further.slice(0, valuesTried)].map((args) => ({
    tool: operation.name,
    arguments: Object.fromEntries(args),
  }));
}

function valuesFor(parameter: Parameter, { words, seen, input }: Known): Json[] {
  const { type, name } = parameter;
  switch (type.kind) {
    case 'enum':
      return type.values;
    case 'boolean':
      return [true, false];
    case 'reference': {
      const entity = entityNamed(input.skeleton, input.start.state, type, '');
      const shown = [...(seen.get(entity?.key ?? name) ?? []), ...(seen.get(name) ?? [])];
      const spelled = words.filter((word) => /\d/.test(word));
      return [...new Set([...spelled, ...shown])];
    }
    case 'string':
      return [...new Set([...(seen.get(name) ?? []), ...words])].slice(0, valuesTried);
    case 'date':
      return [input.start.start.slice(0, 10), ...(seen.get(name) ?? [])];
    case 'integer':
    case 'number': {
      const spelled = words.filter((word) => /^\d+$/.test(word)).map(Number);
      return [
        ...new Set([
          ...spelled,
          ...(type.minimum === undefined ? [0] : [type.minimum]),
          1,
          ...(type.maximum === undefined ? [] : [type.maximum]),
        ]),
      ];
    }
    default:
      return [];
  }
}

/** Reads made at random with values that were come across; they show whether looking alone earns anything. */
export async function readAtRandom(input: CertificateInput, instance: Instance): Promise<ExecutedCall[]> {
  const random = seededRandom(`${input.start.seed}/random reads`);
  const reads = input.skeleton.operations.filter((operation) => operation.effect === 'read');
  const seen = new Map<string, Set<string>>();
  const made: ExecutedCall[] = [];
  for (let turn = 0; turn < 8 && reads.length > 0; turn++) {
    const choices = fillings(random.pick(reads), { words: phrasesOf(input.task), seen, input: input });
    if (choices.length === 0) continue;
    const read = random.pick(choices);
    const { outcome, result, patches } = await instance.call(read.tool, read.arguments);
    made.push({ ...read, outcome, result, patches: [...patches] });
    for (const { path, value } of seenIn({ result }, 1))
      if (typeof value === 'string') seen.set(nameIn(path), (seen.get(nameIn(path)) ?? new Set()).add(value));
  }
  return made;
}
