import { acceptedEnvironments } from '../domain/environment/accepted.ts';
import { passRate } from '../domain/environment/agents-report.ts';
import type { Assessment } from '../domain/environment/assessment.ts';
import type { Environment } from '../domain/environment/environment.ts';
import type { CurrentArtifacts } from './current-artifacts.ts';

/** What the paper reports of its 191 environments, on average (Song et al., 2026). */
const paper = { readTools: 10.4, writeTools: 8.1, attributes: 21.4, lines: 662 };

export const environmentMeasures = [
  'readTools',
  'writeTools',
  'entities',
  'attributes',
  'rules',
  'lines',
  'calls',
  'branches',
  'agents',
] as const;
export type EnvironmentMeasure = (typeof environmentMeasures)[number];
type Measured = Readonly<Record<EnvironmentMeasure, number | undefined>>;

/** The accepted environments: their size and how they were tried. */
export interface EnvironmentFigures {
  readonly accepted: number;
  readonly means: Partial<Record<EnvironmentMeasure, number>>;
  readonly paper: Partial<Record<EnvironmentMeasure, number>>;
  readonly each: readonly (Measured & { readonly name: string })[];
}

/** Undefined where no environment is accepted. */
export function environmentFigures(artifacts: CurrentArtifacts): EnvironmentFigures | undefined {
  const accepted = acceptedEnvironments(artifacts);
  if (accepted.length === 0) return undefined;
  const each = accepted.map((environment) => ({
    name: environment.subject,
    ...measure(environment.body, artifacts.assessments.find((item) => item.body.environment === environment.hash)?.body),
  }));
  return { accepted: accepted.length, means: means(each), paper, each };
}

function measure({ tools, skeleton, source }: Environment, assessment: Assessment | undefined): Measured {
  const reads = tools.filter((tool) => tool.effect === 'read').length;
  const rate = assessment?.agents && passRate(assessment.agents);
  const branches = assessment?.branches;
  return {
    readTools: reads,
    writeTools: tools.length - reads,
    entities: skeleton.entities.length,
    attributes: skeleton.entities.reduce((sum, entity) => sum + entity.attributes.length, 0),
    rules: skeleton.rules.length,
    lines: source.trimEnd().split('\n').length,
    calls: assessment?.calls,
    branches: branches && branches.total > 0 ? (100 * branches.reached) / branches.total : undefined,
    agents: rate === undefined ? undefined : 100 * rate,
  };
}

function means(measured: readonly Measured[]): Partial<Record<EnvironmentMeasure, number>> {
  return Object.fromEntries(
    environmentMeasures.flatMap((key) => {
      const values = measured.map((item) => item[key]).filter((value) => value !== undefined);
      return values.length === 0 ? [] : [[key, mean(values)]];
    }),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
