/** Runs of capitalised words, as names of people, places and titles are: "Bo Lind", "Songs of the Delta". */
export function capitalisedRuns(text: string): string[] {
  const runs = /\p{Lu}[\p{L}'’-]*(?: (?:(?:de|da|van|von|of|the|and|der|la|le) )*(?:\p{Lu}[\p{L}'’-]*|\d+))*/gu;
  return [...text.matchAll(runs)].map((match) => match[0]);
}

/** What a text puts between quotation marks, plain or curved, up to so many characters long. */
export function quotedIn(text: string, longest = Number.POSITIVE_INFINITY): string[] {
  return [...text.matchAll(/["“]([^"“”]+)["”]/g)].flatMap(([, words = '']) => (words.length <= longest ? [words] : []));
}
