/** The name of a trouble for people: "rate limited (429)". */
export function troubleText(trouble: string): string {
  return trouble === 'rate-limited' ? 'rate limited (429)' : trouble.replace('-', ' ');
}
