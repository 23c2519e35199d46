import { writtenBy } from '../domain/written-by.ts';
import type { Attempt, FingerprintParts } from '../store/store.ts';

/** What would happen to one unit, and why. */
export interface PlannedUnit {
  readonly subject: string;
  readonly action: 'cached' | 'run';
  /** A fragment that continues "would run because it ..." or stands alone behind a colon. */
  readonly because: string;
}

/** More changes than this are counted and not listed. */
const shownChanges = 3;

/** Why a unit that is not finished would run, told by comparison with the latest ended attempt at it. */
export function whyItRuns(parts: FingerprintParts, latest: Attempt | undefined): string {
  if (!latest) return 'has never run';
  const changes = describeDifference(latest.parts, parts);
  if (changes.length > 0) {
    const rest = changes.length - shownChanges;
    return [...changes.slice(0, shownChanges), ...(rest > 0 ? [`${rest} more ${rest === 1 ? 'change' : 'changes'}`] : [])].join(
      ', ',
    );
  }
  if (latest.status === 'failed') return `failed last time: ${latest.reason ?? 'no reason was recorded'}`;
  return 'its fingerprint is made in another way than last time';
}

/** Why further units cannot be named yet: what they are made from is still to come. */
export function onceThereAre(noun: string): string {
  return `once there are ${noun}`;
}

/** The differences between two sets of fingerprint parts, each as a phrase. */
function describeDifference(before: FingerprintParts, after: FingerprintParts): readonly string[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])].filter((name) => before[name] !== after[name]);
  // The order of the inputs is news only where the inputs are the same.
  const inputsDiffer = names.some((name) => name.startsWith('input ') && name !== 'input order');
  const told = names.filter((name) => name !== 'input order' || !inputsDiffer);
  return [...new Set(told.map((name) => describeChange(name, before[name], after[name])))];
}

function describeChange(name: string, before: string | undefined, after: string | undefined): string {
  const [what = '', ...rest] = name.split(' ');
  const which = rest.join(' ');
  switch (what) {
    case 'author':
      return fromTo(before === undefined || after === undefined ? name : 'author', authorText(before), authorText(after));
    case 'schema':
      return fromTo(`schema of ${which}`, before, after);
    case 'parameter':
      return fromTo(`parameter ${which}`, before, after);
    case 'stage':
    case 'seed':
      return fromTo(name, before, after);
    case 'prompt':
      return changed(name, before, after);
    case 'input':
      return name === 'input order' ? 'the order of its inputs changed' : changed(name, before, after);
    default:
      return changed(name, before, after);
  }
}

/** For hashes, which say nothing to people. */
function changed(name: string, before: string | undefined, after: string | undefined): string {
  if (before === undefined) return `${name} was added`;
  return after === undefined ? `${name} was removed` : `${name} changed`;
}

function fromTo(name: string, before: string | undefined, after: string | undefined): string {
  if (before === undefined || after === undefined || before.length > 60 || after.length > 60) return changed(name, before, after);
  return `${name} changed from ${before} to ${after}`;
}

function authorText(part: string | undefined): string | undefined {
  if (part === undefined) return undefined;
  const author = writtenBy.safeParse(JSON.parse(part));
  if (!author.success) return part;
  const { provider, model, version, parameters } = author.data;
  const name = provider === 'procedural' ? 'the embedded one' : model === undefined ? provider : `the model ${model}`;
  const settings = [
    ...(version === undefined ? [] : [`version ${version}`]),
    ...Object.entries(parameters ?? {}).map(([setting, value]) => `${setting} ${value}`),
  ];
  return settings.length === 0 ? name : `${name} (${settings.join(', ')})`;
}
