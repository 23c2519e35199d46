import type { WorkspaceFigures } from '../../../figures/figures.ts';
import { attemptFiguresText } from './attempt-figures-text.ts';
import { costFiguresText } from './cost-text.ts';
import { environmentFiguresText } from './environment-figures-text.ts';
import { funnelText } from './funnel-text.ts';
import { scenarioFiguresText } from './scenario-figures-text.ts';

/** The figures of a workspace, one paragraph for each part that has something to tell. */
export function figuresText(figures: WorkspaceFigures, width: number): string {
  const { funnel, environments, scenarios, kinds, attempts, cost } = figures;
  return [
    ...(funnel ? [funnelText(funnel, width)] : []),
    ...(environments ? [environmentFiguresText(environments)] : []),
    ...(scenarios ? [scenarioFiguresText(scenarios, kinds, width)] : []),
    ...(attempts ? [attemptFiguresText(attempts, width)] : []),
    ...(cost ? [costFiguresText(cost)] : []),
  ].join('\n\n');
}
