import { hashText } from './hash.ts';

/** The kebab-case name of a title: "Tool library" becomes "tool-library". Accents come off; a name starts with a letter. */
export function slugOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replaceAll('&', ' and ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (plain === '') return `topic-${hashText(title).slice(0, 8)}`;
  return /^[a-z]/.test(plain) ? plain : `topic-${plain}`;
}
