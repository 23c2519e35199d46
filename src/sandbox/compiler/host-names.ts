import { hashText } from '../../base/hash.ts';

/** Names of what the host passes to a script. */
export interface HostNames {
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
  return { tick: `$tick_${end}`, harden: `$harden_${end}`, mark: `$mark_${end}` };
}
