/** "an account", "a loan": the noun with its indefinite article, chosen by its first letter ("a unit", "a user" excepted). */
export function withArticle(noun: string): string {
  return `${/^(?!uni|use|eu|one)[aeiou]|^hour/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
