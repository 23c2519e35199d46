/** Names, free in the source, of what the host passes to a script. */
export interface HostNames {
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
  return { tick: free('$tick'), harden: free('$harden'), mark: free('$mark') };
}
