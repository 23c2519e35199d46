import { type EnvironmentFigures, type EnvironmentMeasure, environmentMeasures } from '../../../figures/environments.ts';
import { countOf, countText } from '../amounts.ts';
import { table } from '../layout.ts';

const names: Readonly<Record<EnvironmentMeasure, string>> = {
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

/** Size and trials of the accepted environments, on average and at the ends, beside what the paper reports. */
export function environmentFiguresText({ accepted, means, paper, each }: EnvironmentFigures): string {
  const rows = environmentMeasures.flatMap((key) => {
    const values = each.map((item) => item[key]).filter((value) => value !== undefined);
    const mean = means[key];
    if (mean === undefined) return [];
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return [[`  ${names[key]}`, numberText(mean), numberText(least), numberText(most), String(paper[key] ?? '')]];
  });
  const header = ['  of an environment', 'mean', 'least', 'most', 'in the paper'];
  return `${countOf(accepted, 'accepted environments')}\n${table(header, rows, 120)}`;
}

function numberText(value: number): string {
  return value >= 1000 ? countText(Math.round(value)) : String(Math.round(value * 10) / 10);
}
