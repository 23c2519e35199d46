import type { Json } from '../base/json.ts';
import type { Contamination, DatasetManifest, ProvenanceShare } from '../domain/dataset.ts';
import type { CardConfig, DatasetFormat, Feature } from './formats/format.ts';
import { yamlText } from './yaml-text.ts';

/** The dataset card (README.md): front matter for the Hugging Face Hub, then what it is, in words. */
export function datasetCard(format: DatasetFormat, about: Omit<DatasetManifest, 'files'>): string {
  const parts = [
    `---\n${yamlText(frontMatter(format, about))}---`,
    `# ${titleOf(format)}`,
    `${format.description} Synthesised by ${about.tool.name} ${about.tool.version}: environments are generated TypeScript classes whose methods are the agent's tools; every scenario has a reference solution that was executed, and checks that score the final state.`,
    `## Contents\n\n${contents(about)}`,
    `## Where it comes from\n\n${provenance(about)}`,
    `## Use\n\n${format.usage}`,
    `## Selection\n\n${selection(about)}`,
    ...(about.contamination ? [`## Overlap with other texts\n\n${overlap(about.contamination)}`] : []),
    `## Files\n\n\`manifest.json\` lists every file with its SHA-256, bytes and rows. Exporting the same records again gives the same bytes. ${licence(about)}`,
    `## Publish\n\nUpload this folder as it is (put your own name in place of \`OWNER\`):\n\n\`\`\`sh\nhf upload OWNER/envscaler-${format.name} . . --repo-type dataset\n\`\`\``,
    `## Citation\n\n\`\`\`bibtex\n${citation(format, about)}\n\`\`\``,
  ];
  return `${parts.join('\n\n')}\n`;
}

const tags = { trajectories: 'sft', scenarios: 'reinforcement-learning', pairs: 'preference' } as const;

function titleOf(format: DatasetFormat): string {
  return `Synthetic tool environments: ${format.name}`;
}

function frontMatter(format: DatasetFormat, about: Omit<DatasetManifest, 'files'>): { readonly [key: string]: Json } {
  const pinned = format.configs.filter((config) => config.features);
  return {
    pretty_name: titleOf(format),
    ...(about.license === undefined ? {} : { license: about.license }),
    language: ['en'],
    task_categories: ['text-generation'],
    tags: ['agents', 'tool-use', 'synthetic', tags[format.needs]],
    size_categories: [sizeCategory(about.rows)],
    configs: format.configs.map((config, index) => ({
      config_name: config.name,
      ...(index === 0 ? { default: true } : {}),
      data_files: about.splits.map(({ split }) => ({ split, path: pathOf(config, split) })),
    })),
    ...(pinned.length > 0
      ? {
          dataset_info: pinned.map((config) => ({
            config_name: config.name,
            features: (config.features ?? []).map(featureYaml),
          })),
        }
      : {}),
  };
}

/** Path of a config's data file for a split. */
function pathOf(config: Pick<CardConfig, 'path'>, split: string): string {
  return config.path.replace('{split}', split);
}

function featureYaml(feature: Feature): { readonly [key: string]: Json } {
  if ('dtype' in feature) return { name: feature.name, dtype: feature.dtype };
  return { name: feature.name, list: typeof feature.list === 'string' ? feature.list : feature.list.map(featureYaml) };
}

function overlap({ words, files }: Contamination): string {
  const lines = files.map(({ name, overlapping }) => `| ${name.replaceAll('|', '/')} | ${overlapping.length} |`);
  return `Tasks that share ${words} words in a row with a file (\`manifest.json\` names them):\n\n| file | tasks |\n|---|---|\n${lines.join('\n')}`;
}

function licence({ license }: Omit<DatasetManifest, 'files'>): string {
  return license === undefined
    ? 'A licence is not stated here: that is for whoever publishes the dataset to decide (`envscaler export --license ID`).'
    : `Licence: ${license}.`;
}

function citation(format: DatasetFormat, { tool }: Omit<DatasetManifest, 'files'>): string {
  const key = `${tool.name}_${format.name.replaceAll('-', '_')}`;
  return `@misc{${key},\n  title = {${titleOf(format)}},\n  howpublished = {Synthesised with ${tool.name} ${tool.version}}\n}`;
}

function sizeCategory(rows: number): string {
  if (rows < 1_000) return 'n<1K';
  if (rows < 10_000) return '1K<n<10K';
  if (rows < 100_000) return '10K<n<100K';
  return rows < 1_000_000 ? '100K<n<1M' : 'n>1M';
}

function contents(about: Omit<DatasetManifest, 'files'>): string {
  const splits = about.splits.map((side) => `| ${side.split} | ${side.environments} | ${side.scenarios} | ${side.rows} |`);
  const environments = about.environments.map(
    (environment) =>
      `| ${environment.id} | ${environment.split} | ${environment.rows} | ${environment.writtenBy} | \`${environment.hash.slice(0, 12)}\` |`,
  );
  return [
    `| split | environments | scenarios | rows |\n|---|---|---|---|\n${splits.join('\n')}`,
    'An environment is on one side only, together with all environments that share half of their tool names with it.',
    `| environment | split | rows | written by | version |\n|---|---|---|---|---|\n${environments.join('\n')}`,
  ].join('\n\n');
}

function provenance(about: Omit<DatasetManifest, 'files'>): string {
  const lines = about.provenance.map(
    (share) => `- ${percent(share.share)} (${share.rows === 1 ? '1 row' : `${share.rows} rows`}): ${originOf(share)}`,
  );
  const notes = [
    ...(about.provenance.some((share) => share.agent === 'reference')
      ? [
          'The agent "reference" is a replay of the reference solution. It is not a model: it makes no mistakes to recover from, and it has no reasoning text.',
        ]
      : []),
    ...(about.provenance.some((share) => share.agent === 'random' || share.agent === 'noop')
      ? ['The agents "random" and "noop" are baselines, not models.']
      : []),
    'Reasoning text is there only where a model gave it; none is made up.',
  ];
  return `${lines.join('\n')}\n\n${about.records === 'scenarios' ? '' : `${notes.join(' ')}\n\n`}Seed: \`${about.seed}\`.`;
}

function originOf(share: ProvenanceShare): string {
  const environment = `environment ${writtenInWords(share.environmentWrittenBy)}`;
  const scenario = `scenario ${writtenInWords(share.scenarioWrittenBy)}`;
  return `${environment}; ${scenario}${share.agent === undefined ? '' : `; played by ${share.agent}`}`;
}

function writtenInWords(name: string): string {
  if (name === 'procedural') return 'written by the embedded procedural author (templates and seeded choices, no model)';
  if (name === 'scripted') return 'written by a scripted author (fixed answers, no model)';
  return `written by the model ${name}`;
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}

function selection(about: Omit<DatasetManifest, 'files'>): string {
  const { includeUncertified, reward, heldOut, band } = about.selection;
  const rules = [
    'Environments: accepted by their assessment.',
    includeUncertified
      ? 'Scenarios: all, **including ones whose reward certificate is incomplete**.'
      : 'Scenarios: each problem once, with a complete reward certificate (the reference and other honest ways score 1; doing nothing, reading at random and near misses score less; altered end states are told apart; what a call needs can be found out; replays agree).',
    ...(band
      ? [
          `Measured difficulty: ${band.agent} passed ${percent(band.low)} to ${percent(band.high)} of its attempts at each scenario.`,
        ]
      : []),
    ...(about.records === 'trajectories'
      ? [
          `Trajectories: ${reward === 'strict' ? 'passed every check' : `dense reward of at least ${reward}`}, ended with an answer, met no defect of the environment. What could not be scored is left out and never counts as 0.`,
        ]
      : []),
    heldOut === 0
      ? 'Held out: nothing.'
      : `Held out: whole environments, ${percent(heldOut)} of them where families of similar ones allow it.`,
  ];
  const skipped = Object.entries(about.skipped).map(([reason, count]) => `- ${count} × ${reason}`);
  return `${rules.map((rule) => `- ${rule}`).join('\n')}\n\n${skipped.length > 0 ? `Left out:\n\n${skipped.join('\n')}` : 'Nothing was left out.'}`;
}
