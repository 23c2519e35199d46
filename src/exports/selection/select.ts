import { UserError } from '../../base/errors.ts';
import { hashJson } from '../../base/hash.ts';
import { compareNaturally } from '../../base/natural-order.ts';
import type { Band, SelectionOptions } from '../../domain/dataset.ts';
import { decidingAssessment } from '../../domain/environment/accepted.ts';
import type { Artifact } from '../../domain/kinds.ts';
import { isDefect } from '../../domain/rollout/call.ts';
import { nearDuplicates } from '../../domain/scenario/near-duplicates.ts';
import { type BandWish, bandOf } from './band.ts';
import type { Candidates, EnvironmentRecord, ScenarioRecord, Selection, TrajectoryRecord } from './records.ts';
import { splitEnvironments, twins } from './splits.ts';

/** With fewer environments than this, nothing is held out unless asked for. */
const environmentsToSplit = 5;
const defaultHeldOut = 0.2;

/** What a user may ask for; the rest is filled in. */
export interface SelectionWishes {
  readonly includeUncertified?: boolean | undefined;
  /** Lowest dense reward of a trajectory; without it only those that passed every check. */
  readonly minReward?: number | undefined;
  readonly heldOut?: number | undefined;
  /** At most so many trajectories of a scenario, the best of them. */
  readonly perScenario?: number | undefined;
  /** Only scenarios with such a measured pass rate. */
  readonly band?: BandWish | undefined;
}

/**
 * The scenarios to export: certified ones of accepted environments, each problem once, sorted, each with its side of the split. All formats
 * select through here, so that an environment is on the same side in every dataset.
 * Throws a UserError that names what is missing and the command that makes it.
 */
export function selectScenarios(candidates: Candidates, wishes: SelectionWishes): Selection<ScenarioRecord> {
  const skipped = new Map<string, number>();
  const skip = (reason: string): void => void skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  const accepted = acceptedEnvironments(candidates, skip);
  const measured = wishes.band && bandOf(wishes.band, candidates);
  const fit: Artifact<'scenario'>[] = [];
  for (const scenario of candidates.scenarios) {
    if (!accepted.has(scenario.body.environment)) skip('scenario of an environment that is not accepted or not current');
    else if (!scenario.body.certificate.complete && !wishes.includeUncertified)
      skip('scenario without a complete reward certificate');
    else {
      const outside = measured?.filter(scenario.hash);
      if (outside === undefined) fit.push(scenario);
      else skip(outside);
    }
  }
  const duplicates = nearDuplicates(fit);
  const chosen = fit.filter((scenario) => !duplicates.has(scenario.hash));
  for (let count = 0; count < duplicates.size; count++) skip('scenario that poses the same problem as an earlier one');
  if (chosen.length === 0)
    throw new UserError(measured ? nothingInBand(measured.band, skipped) : nothingChosen(candidates, accepted.size));
  const used = [...accepted.values()].filter(({ environment }) =>
    chosen.some((scenario) => scenario.body.environment === environment.hash),
  );
  const options = {
    ...completeOptions(
      wishes,
      used.map(({ environment }) => environment),
    ),
    ...(wishes.perScenario === undefined ? {} : { perScenario: wishes.perScenario }),
    ...(measured ? { band: measured.band } : {}),
  };
  const environments = environmentRecords(used, options);
  const counts = new Map<string, number>();
  const rows = chosen
    .flatMap((scenario) => {
      const environment = environments.get(scenario.body.environment);
      return environment ? [{ environment, scenario, index: 0 }] : [];
    })
    .sort(byScenario)
    .map((row) => {
      const index = counts.get(row.environment.id) ?? 0;
      counts.set(row.environment.id, index + 1);
      return { ...row, index };
    });
  return { options, rows, skipped };
}

/** What of a selection a format can say; the rest is counted. Throws a UserError where nothing is left. */
export function withoutUnfit(
  selection: Selection<ScenarioRecord>,
  format: { readonly name: string; unfit?(record: ScenarioRecord): string | undefined },
): Selection<ScenarioRecord> {
  const skipped = new Map(selection.skipped);
  const rows = selection.rows.filter((row) => {
    const reason = format.unfit?.(row);
    if (reason !== undefined) skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
    return reason === undefined;
  });
  if (rows.length === 0) {
    const reasons = [...skipped].map(([reason, count]) => `${count} × ${reason}`).join('; ');
    throw new UserError(`Nothing to export as ${format.name}: ${reasons}. The format "bundle" holds every scenario.`);
  }
  return { ...selection, rows, skipped };
}

/**
 * The trajectories to learn from: scored, ended with an answer, passed every check (or reached the lowest reward asked for),
 * not twice the same. Throws a UserError where none is left.
 */
export function selectTrajectories(
  candidates: Candidates,
  scenarios: Selection<ScenarioRecord>,
  unfit: (trajectory: TrajectoryRecord) => string | undefined,
): Selection<TrajectoryRecord> {
  const skipped = new Map(scenarios.skipped);
  const skip = (reason: string): void => void skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  const byHash = new Map(scenarios.rows.map((row) => [row.scenario.hash, row]));
  const seen = new Set<string>();
  const fit: TrajectoryRecord[] = [];
  for (const trajectory of [...candidates.trajectories].sort((left, right) =>
    compareNaturally(left.body.name, right.body.name),
  )) {
    const row = byHash.get(trajectory.body.scenario);
    if (!row) {
      skip('trajectory of a scenario that is not exported');
      continue;
    }
    const record = { ...row, trajectory };
    const content = hashJson([trajectory.body.scenario, trajectory.body.messages]);
    const reason =
      unfitToLearnFrom(trajectory, scenarios.options) ??
      (seen.has(content) ? 'trajectory with the same messages as another attempt' : undefined) ??
      unfit(record);
    if (reason) {
      skip(reason);
      continue;
    }
    seen.add(content);
    fit.push(record);
  }
  const rows = bestOf(fit, scenarios.options.perScenario);
  for (let count = rows.length; count < fit.length; count++) skip('trajectory beyond the best of its scenario');
  if (rows.length === 0) throw new UserError(noTrajectory(candidates, skipped));
  rows.sort((left, right) => byScenario(left, right) || compareNaturally(left.trajectory.body.name, right.trajectory.body.name));
  return { options: scenarios.options, rows, skipped };
}

/** The best of each scenario: by reward, then with fewer calls, then by name. */
function bestOf(records: readonly TrajectoryRecord[], most = Number.POSITIVE_INFINITY): TrajectoryRecord[] {
  const counts = new Map<string, number>();
  const worth = ({ trajectory: { body } }: TrajectoryRecord): number => (body.reward.kind === 'scored' ? body.reward.dense : 0);
  return [...records]
    .sort(
      (left, right) =>
        worth(right) - worth(left) ||
        left.trajectory.body.steps.length - right.trajectory.body.steps.length ||
        compareNaturally(left.trajectory.body.name, right.trajectory.body.name),
    )
    .filter(({ scenario }) => {
      const count = (counts.get(scenario.hash) ?? 0) + 1;
      counts.set(scenario.hash, count);
      return count <= most;
    });
}

interface Accepted {
  readonly environment: Artifact<'environment'>;
  readonly assessment: Artifact<'assessment'>;
}

function acceptedEnvironments(candidates: Candidates, skip: (reason: string) => void): Map<string, Accepted> {
  const accepted = new Map<string, Accepted>();
  for (const environment of candidates.environments) {
    const assessment = decidingAssessment(environment, candidates.assessments);
    if (!assessment) skip('environment without an assessment');
    else if (assessment.body.verdict === 'rejected') skip('environment rejected by its assessment');
    else accepted.set(environment.hash, { environment, assessment });
  }
  return accepted;
}

function completeOptions(wishes: SelectionWishes, environments: readonly Artifact<'environment'>[]): SelectionOptions {
  const { minReward, heldOut } = wishes;
  if (minReward !== undefined && !(minReward >= 0 && minReward <= 1)) {
    throw new UserError(`The lowest reward must be a number from 0 to 1, not ${minReward}.`);
  }
  if (heldOut !== undefined && !(heldOut >= 0 && heldOut <= 0.9)) {
    throw new UserError(`The held-out share must be a number from 0 to 0.9, not ${heldOut}.`);
  }
  return {
    includeUncertified: wishes.includeUncertified ?? false,
    reward: minReward ?? 'strict',
    heldOut: heldOut ?? (environments.length >= environmentsToSplit && twins(environments).length > 1 ? defaultHeldOut : 0),
  };
}

function environmentRecords(used: readonly Accepted[], options: SelectionOptions): Map<string, EnvironmentRecord> {
  const sorted = [...used].sort(
    (left, right) =>
      compareNaturally(left.environment.body.slug, right.environment.body.slug) ||
      (left.environment.hash < right.environment.hash ? -1 : 1),
  );
  const splits = splitEnvironments(
    sorted.map(({ environment }) => environment),
    options.heldOut,
  );
  const names = sorted.map(({ environment }) => fileName(environment.body.slug));
  return new Map(
    sorted.map(({ environment, assessment }, index) => {
      const name = names[index] ?? '';
      const unique = names.indexOf(name) === names.lastIndexOf(name);
      const id = unique ? name : `${name}-${environment.hash.slice(0, 8)}`;
      return [environment.hash, { id, split: splits.get(environment.hash) ?? 'train', artifact: environment, assessment }];
    }),
  );
}

/** A slug as it may stand in a path; slugs come from authors. */
function fileName(slug: string): string {
  return (
    slug
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'environment'
  );
}

function byScenario(left: ScenarioRecord, right: ScenarioRecord): number {
  return (
    compareNaturally(left.environment.id, right.environment.id) ||
    compareNaturally(left.scenario.body.name, right.scenario.body.name) ||
    (left.scenario.hash < right.scenario.hash ? -1 : left.scenario.hash > right.scenario.hash ? 1 : 0)
  );
}

function unfitToLearnFrom(trajectory: Artifact<'trajectory'>, options: SelectionOptions): string | undefined {
  const { reward, end, steps } = trajectory.body;
  if (reward.kind === 'unscored') return 'trajectory without a score';
  if (options.reward === 'strict' && reward.strict !== 1) return 'trajectory that failed a check';
  if (options.reward !== 'strict' && reward.dense < options.reward) return 'trajectory below the lowest reward';
  if (end.kind !== 'terminated' || end.reason === 'refused') return 'trajectory that did not end with an answer';
  if (steps.some((step) => step.outcome === 'unknown-tool')) return 'trajectory that called a tool that does not exist';
  if (steps.some((step) => isDefect(step.outcome))) return 'trajectory that met a defect of the environment';
  return undefined;
}

function nothingChosen(candidates: Candidates, accepted: number): string {
  const { environments, scenarios } = candidates;
  if (environments.length === 0)
    return 'Nothing to export: there is no environment yet. Make some with `envscaler skel`, then scenarios with `envscaler scen`.';
  if (accepted === 0) {
    return `Nothing to export: none of the ${environments.length} environments is accepted by its assessment. \`envscaler list assessments\` shows why; make more with \`envscaler skel\`.`;
  }
  if (scenarios.length === 0)
    return `Nothing to export: the ${accepted} accepted environments have no scenario yet. Make some with \`envscaler scen\`.`;
  return (
    `Nothing to export: none of the ${scenarios.length} scenarios has a complete reward certificate and an accepted environment. ` +
    'Make more with `envscaler scen`, or take the uncertified ones too with --include-uncertified.'
  );
}

function nothingInBand({ low, high, agent }: Band, skipped: ReadonlyMap<string, number>): string {
  const reasons = [...skipped].map(([reason, count]) => `${count} × ${reason}`);
  return `Nothing to export: no scenario has a pass rate of ${agent} from ${low} to ${high} (${reasons.join('; ')}). Widen the band, or measure more with \`envscaler rollout --attempts K\`.`;
}

function noTrajectory(candidates: Candidates, skipped: ReadonlyMap<string, number>): string {
  if (candidates.trajectories.length === 0)
    return 'Nothing to export: there is no trajectory yet. Make some with `envscaler rollout`.';
  const reasons = [...skipped]
    .filter(([reason]) => reason.startsWith('trajectory'))
    .map(([reason, count]) => `${count} × ${reason}`);
  return (
    `Nothing to export: none of the ${candidates.trajectories.length} trajectories is fit (${reasons.join('; ')}). ` +
    'Make more with `envscaler rollout`, or lower the demand with --min-reward.'
  );
}
