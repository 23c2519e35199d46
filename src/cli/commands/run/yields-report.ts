import type { ScenarioYield } from '../../../pipeline/scenario-yield.ts';
import { countOf, countText } from '../../../render/text/amounts.ts';
import { wrap } from '../../../render/text/layout.ts';

/** How many usable scenarios there are of those asked for, in one line, and one for each environment that has fewer. */
export function yieldsReport(yields: readonly ScenarioYield[], width: number): string {
  const sum = (of: 'asked' | 'usable' | 'further'): number => yields.reduce((total, item) => total + item[of], 0);
  const further = sum('further');
  const head = `${countText(sum('usable'))} of ${countOf(sum('asked'), 'scenarios')} asked for are usable${
    further > 0 ? `; ${countText(further)} further ones were made in place of those that are not` : ''
  }.`;
  const short = yields.filter(({ usable, asked }) => usable < asked);
  return [wrap(head, width), ...short.map((item) => wrap(shortText(item), width, '  '))].join('\n');
}

function shortText({ environment, asked, usable, further, repeated, incomplete, open, isEmbedded }: ScenarioYield): string {
  const useless = [
    ...(repeated > 0 ? [`${countText(repeated)} repeat others`] : []),
    ...(incomplete > 0 ? [`${countText(incomplete)} have no complete certificate`] : []),
  ];
  const why =
    open > 0
      ? `${countText(open)} not made yet`
      : isEmbedded
        ? 'the embedded author knows no more different tasks for this environment'
        : `no more came of ${countText(further)} further ones`;
  return `${environment.subject}: ${countText(usable)} of ${countText(asked)}: ${[why, ...useless].join(', ')}.`;
}

/** The same for machines. */
export function yieldRecord({ environment, isEmbedded: _, ...counts }: ScenarioYield): Readonly<Record<string, string | number>> {
  return { environment: environment.subject, ...counts };
}
