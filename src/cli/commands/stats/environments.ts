import { acceptedEnvironments } from '../../../domain/environment/accepted.ts';
import { passRate } from '../../../domain/environment/agents-report.ts';
import type { Assessment } from '../../../domain/environment/assessment.ts';
import type { Environment } from '../../../domain/environment/environment.ts';
import { countOf, countText } from '../../../render/amounts.ts';
import { table } from '../../../render/layout.ts';
import { currentArtifacts } from '../lookup/current-artifacts.ts';
import type { Figures, Section } from './section.ts';

/** What the paper reports of its 191 environments, on average (Song et al., 2026). */
const paper = { readTools: 10.4, writeTools: 8.1, attributes: 21.4, lines: 662 };

const measures = ['readTools', 'writeTools', 'entities', 'attributes', 'rules', 'lines', 'calls', 'branches', 'agents'] as const;
type Measure = (typeof measures)[number];
type Measured = Readonly<Record<Measure, number | undefined>>;

const names: Readonly<Record<Measure, string>> = {
  readTools: 'tools that read',
  writeTools: 'tools that write',
  entities: 'entities',
  attributes: 'attributes (state categories)',
  rules: 'rules',
  lines: 'lines of the module',
  calls: 'calls it was tried with',
  branches: 'branches reached, %',
  agents: "agents' calls passed, %",
};

/** Accepted environments: their size and how they were tried, on average and at the ends. */
export const environmentsSection: Section = async (store) => {
  const artifacts = await currentArtifacts(store);
  const accepted = acceptedEnvironments(artifacts);
  if (accepted.length === 0) return undefined;
  const measured = accepted.map((environment) => ({
    name: environment.subject,
    ...measure(environment.body, artifacts.assessments.find((item) => item.body.environment === environment.hash)?.body),
  }));
  const rows = measures.flatMap((key) => {
    const values = measured.map((item) => item[key]).filter((value) => value !== undefined);
    if (values.length === 0) return [];
    const reference = key in paper ? String(paper[key as keyof typeof paper]) : '';
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return [[`  ${names[key]}`, numberText(mean(values)), numberText(least), numberText(most), reference]];
  });
  const header = ['  of an environment', 'mean', 'least', 'most', 'in the paper'];
  const figures: Figures = {
    name: 'environments',
    text: `${countOf(accepted.length, 'accepted environments')}\n${table(header, rows, 120)}`,
    value: { accepted: accepted.length, means: means(measured), paper, each: measured },
  };
  return figures;
};

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

function means(measured: readonly Measured[]): Partial<Record<Measure, number>> {
  return Object.fromEntries(
    measures.flatMap((key) => {
      const values = measured.map((item) => item[key]).filter((value) => value !== undefined);
      return values.length === 0 ? [] : [[key, mean(values)]];
    }),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function numberText(value: number): string {
  return value >= 1000 ? countText(Math.round(value)) : String(Math.round(value * 10) / 10);
}
