import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A module that attacks, and what is expected of it. */
export interface Attack {
  readonly name: string;
  readonly intent: string;
  readonly source: string;
  /** The outcomes of its call that are fine; "not-loaded" when the process refuses the script. */
  readonly outcomes: readonly string[];
  /** The vetting rule that refuses it, where there is one. */
  readonly rule: string | undefined;
}

const folder = fileURLToPath(new URL('../../fixtures/hostile/', import.meta.url));

/** All attacks, from their files. */
export function attacks(): readonly Attack[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const [nocheck, intent = '', outcomes = '', vetting = '', ...rest] = readFileSync(folder + file, 'utf8').split('\n');
      if (nocheck !== '// @ts-nocheck' || !outcomes.startsWith('// outcomes: ') || !vetting.startsWith('// vetting: ')) {
        throw new Error(`${file} does not begin with the four lines of an attack.`);
      }
      const rule = vetting.slice('// vetting: '.length);
      return {
        name: file.replace('.ts', ''),
        intent: intent.slice(3),
        source: `\n\n\n\n${rest.join('\n')}`,
        outcomes: outcomes.slice('// outcomes: '.length).split(' '),
        rule: rule === '-' ? undefined : rule,
      };
    });
}
