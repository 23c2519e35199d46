import type { PipelineEvent } from '../../engine/events.ts';
import { countOf, countText } from './amounts.ts';
import { wrap } from './layout.ts';

/** What would happen to the units of a stage, folded from the events of a plan. */
export interface StagePlan {
  readonly stage: string;
  readonly noun: string;
  readonly cached: number;
  /** The units that would run, by reason. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
  /** Units that cannot be named yet, each with why. */
  readonly more: readonly { readonly atMost: number; readonly because: string }[];
}

/** The plan of each stage, in the order in which they would run. */
export function plansOf(events: readonly PipelineEvent[]): StagePlan[] {
  let plans: StagePlan[] = [];
  const change = (stage: string, noun: string, changed: (plan: StagePlan) => StagePlan): void => {
    const latest = plans.findLast((plan) => plan.stage === stage);
    const known = latest && (noun === '' || latest.noun === noun) ? latest : undefined;
    const fresh: StagePlan = { stage, noun: noun === '' ? stage : noun, cached: 0, reasons: new Map(), more: [] };
    plans = known ? plans.map((plan) => (plan === known ? changed(plan) : plan)) : [...plans, changed(fresh)];
  };
  for (const event of events) {
    if (event.kind === 'stage-start') change(event.stage, event.noun, (plan) => plan);
    if (event.kind === 'unit-plan') change(event.stage, '', (plan) => withUnit(plan, event));
    if (event.kind === 'stage-more') {
      const { atMost, because } = event;
      change(event.stage, event.noun, (plan) => ({ ...plan, more: [...plan.more, { atMost, because }] }));
    }
  }
  return plans;
}

function withUnit(
  plan: StagePlan,
  unit: { readonly action: 'cached' | 'run'; readonly subject: string; readonly because: string },
): StagePlan {
  if (unit.action === 'cached') return { ...plan, cached: plan.cached + 1 };
  return { ...plan, reasons: new Map(plan.reasons).set(unit.because, [...(plan.reasons.get(unit.because) ?? []), unit.subject]) };
}

/** How many units would run, as far as they can be named. */
function wouldRun(plan: StagePlan): number {
  return [...plan.reasons.values()].reduce((sum, subjects) => sum + subjects.length, 0);
}

/** Of many units with one reason so many are named. */
const namedUnits = 5;

/** The plan for people: per stage what would run and why, and what is up to date. */
export function planText(plans: readonly StagePlan[], width: number): string {
  const stages = plans.map((plan) => {
    const head = `${plan.noun}: ${countText(wouldRun(plan))} would run, ${countText(plan.cached)} up to date`;
    const reasons = [...plan.reasons].map(([because, subjects]) =>
      wrap(`${because}: ${named(subjects, plan.noun)}`, width, '  '),
    );
    const more = plan.more.map((item) => `  up to ${countText(item.atMost)} more ${item.because}`);
    return [head, ...reasons, ...more].join('\n');
  });
  return ['Plan; nothing was run.', ...stages].join('\n');
}

/** "14 environments (a, b, c and 11 more)". */
function named(subjects: readonly string[], noun: string): string {
  const rest = subjects.length - namedUnits;
  const names = `${subjects.slice(0, namedUnits).join(', ')}${rest > 0 ? ` and ${countText(rest)} more` : ''}`;
  return `${countOf(subjects.length, noun)} (${names})`;
}
