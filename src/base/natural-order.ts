/**
 * Order of names as people read them: runs of digits compare as numbers, everything else by code unit, so "env/2" comes
 * before "env/10" on every machine whatever its locale.
 */
export function compareNaturally(left: string, right: string): number {
  const leftParts = left.split(/(\d+)/);
  const rightParts = right.split(/(\d+)/);
  for (let i = 0; i < Math.min(leftParts.length, rightParts.length); i++) {
    const order = compareParts(leftParts[i] ?? '', rightParts[i] ?? '', i % 2 === 1);
    if (order !== 0) return order;
  }
  return leftParts.length - rightParts.length || compareText(left, right);
}

// Odd parts of the split are the digits.
function compareParts(left: string, right: string, digits: boolean): number {
  if (!digits) return compareText(left, right);
  const a = left.replace(/^0+/, '');
  const b = right.replace(/^0+/, '');
  return a.length - b.length || compareText(a, b);
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
