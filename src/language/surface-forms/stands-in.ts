/** The first of several forms that stands in a text; both in lower case. */
export function firstOf(text: string, forms: readonly string[]): string | undefined {
  return forms.find((form) => standsIn(text, form));
}

/** Whether a form stands in a text on its own and is not part of a longer word or number. */
export function standsIn(text: string, form: string): boolean {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + form.length, at + form.length + 2);
    const startsWell = !/[\p{L}\d]$/u.test(before) && !(/^\d/.test(form) && /\d[.,]$/.test(before));
    const endsWell = !/^[\p{L}\d]/u.test(after) && !(/\d$/.test(form) && /^[.,]\d/.test(after));
    if (startsWell && endsWell) return true;
  }
  return false;
}
