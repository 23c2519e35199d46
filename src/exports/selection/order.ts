/** Order of names in which numbers are compared as numbers: "loans/2" before "loans/10". The same on every machine. */
export function compareNames(left: string, right: string): number {
  const lefts = left.match(/\d+|\D+/g) ?? [];
  const rights = right.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(lefts.length, rights.length); i++) {
    const a = lefts[i] ?? '';
    const b = rights[i] ?? '';
    const byNumber = /^\d/.test(a) && /^\d/.test(b) ? Number(a) - Number(b) : 0;
    if (byNumber !== 0) return byNumber;
    if (a !== b) return a < b ? -1 : 1;
  }
  return lefts.length - rights.length;
}
