/** The name, free in the source, of the object that the host passes to a script, and the members that the emitter calls by it. */
export interface HostNames {
  readonly host: string;
  readonly tick: string;
  readonly harden: string;
  readonly mark: string;
}

/** Names that do not occur in a source text. */
export function hostNames(source: string): HostNames {
  const free = (stem: string): string => {
    let name = stem;
    for (let i = 1; source.includes(name); i++) name = `${stem}${i}`;
    return name;
  };
  return { host: free('$host'), tick: free('$tick'), harden: free('$harden'), mark: free('$mark') };
}
