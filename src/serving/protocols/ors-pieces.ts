/** As long as a piece may be: clients bound the length of a line. */
const longest = 4096;

/**
 * A text in pieces that survive the way: none begins with white space, which clients strip, and no character of two code units is
 * cut in half. At least one piece.
 */
export function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  while (text.length - from > longest) {
    let to = from + longest;
    while (to > from + 1 && (/\s/.test(text.charAt(to)) || isLowSurrogate(text.charCodeAt(to)))) to--;
    pieces.push(text.slice(from, to));
    from = to;
  }
  pieces.push(text.slice(from));
  return pieces;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
