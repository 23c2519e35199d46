/** The name of a trouble for people: "rate limited (429)". */
export function troubleText(trouble: string): string {
  if (trouble === 'empty') return 'without an answer';
  return trouble === 'rate-limited' ? 'rate limited (429)' : trouble.replace('-', ' ');
}
