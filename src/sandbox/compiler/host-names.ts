import { hashText } from '../../base/hash.ts';

/** The name of the object that the host passes to a script, and those by which the emitter calls members of it. */
export interface HostNames {
  readonly host: string;
  readonly tick: string;
  readonly harden: string;
  readonly mark: string;
}

/**
 * Names that a source text cannot hold: each ends in the hash of that very text, which nobody can write into it. They are the same
 * on every machine, so that nothing that is stored depends on chance.
 */
export function hostNames(source: string): HostNames {
  const end = hashText(source).slice(0, 32);
  return { host: `$host_${end}`, tick: `$tick_${end}`, harden: `$harden_${end}`, mark: `$mark_${end}` };
}
