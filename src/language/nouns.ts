/** "an account", "a loan": the noun with its indefinite article, chosen by its first letter ("a unit", "a user" excepted). */
export function withArticle(noun: string): string {
  return `${/^(?!uni|use|eu|one)[aeiou]|^hour/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** "batteries" -> "battery", "classes" -> "class", "days" -> "day". English only; a word in the singular stays as it is. */
export function singular(plural: string): string {
  return plural
    .replace(/ies$/, 'y')
    .replace(/(ch|sh|x|ss|z)es$/, '$1')
    .replace(/(?<!s)s$/, '');
}

/** What a noun and its plural have in common, to compare words by and not to be read: "knife" and "knives" -> "kniv". */
export function nounStem(word: string): string {
  return word.length < 4 ? word : singular(word).replace(/(?<!f)(fe?|ve)$/, 'v');
}
