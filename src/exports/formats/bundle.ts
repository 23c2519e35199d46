import { repliesOf, saidIn, silence } from '../../domain/scenario/user-profile.ts';
import { declarations } from '../../sandbox/compiler/declarations.ts';
import { type TableColumn, tableFile } from '../parquet.ts';
import type { EnvironmentRecord, ScenarioRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { type DatasetWriter, jsonDocument, jsonLines, sortKeys } from '../writer.ts';
import { bundleRuntime } from './bundle-runtime.ts';
import { bundleUsage } from './bundle-usage.ts';
import type { ScenarioFormat, SystemMessage } from './format.ts';
import { orderedParameters } from './tool-schema.ts';

const texts = ['scenario_id', 'scenario_hash', 'env_id', 'environment_hash', 'system', 'task', 'kind', 'seed', 'closing'];
const values = [
  ...['persona', 'user', 'questions', 'start', 'initial_state', 'reference', 'refused', 'provenance', 'checks'],
  ...['check_scripts', 'replies', 'said', 'difficulty', 'certificate', 'written_by', 'state_written_by'],
];
/** A moment is JSON text like all that is no plain text: as it stands, loaders take it for a timestamp without a zone. */
const tableColumns: readonly TableColumn[] = [
  ...texts.map((name) => ({ name, type: 'string' as const })),
  ...values.map((name) => ({ name, type: 'json' as const })),
];

/** Everything there is to know about the scenarios and their environments: enough to rebuild and evaluate them elsewhere. */
export const bundle: ScenarioFormat = {
  name: 'bundle',
  description: 'Self-contained scenarios and environments with source, reference solutions and checks (JSONL and TypeScript).',
  version: 6,
  needs: 'scenarios',
  configs: [{ name: 'scenarios', path: 'scenarios/{split}.parquet' }],
  usage: bundleUsage,
  async write(selection, writer, systemMessage) {
    // The compiler takes a while to load, which other formats need not wait for.
    const { plainModule, plainScript } = await import('../../sandbox/compiler/plain-script.ts');
    for (const { split, rows } of splitRowsOf(selection)) {
      const lines = jsonLines(rowsOf(rows, systemMessage, plainScript));
      const content = { rows: rows.length, split };
      await writer.file(`scenarios/${split}.jsonl`, lines, content);
      const table = tableFile(tableColumns, rowsOf(rows, systemMessage, plainScript));
      await writer.file(`scenarios/${split}.parquet`, table, { ...content, columns: tableColumns });
    }
    const environments = new Map(selection.rows.map((row) => [row.environment.id, row.environment]));
    for (const environment of environments.values()) await writeEnvironment(environment, writer, plainModule);
    await writer.file('environments/runtime.d.ts', [declarations]);
    await writer.file('runtime.js', [bundleRuntime()]);
  },
};

function* rowsOf(
  records: readonly ScenarioRecord[],
  systemMessage: SystemMessage,
  plainScript: (source: string) => string,
): Generator<Readonly<Record<string, unknown>>> {
  for (const { environment, scenario } of records) {
    const { body } = scenario;
    yield {
      scenario_id: body.name,
      scenario_hash: scenario.hash,
      env_id: environment.id,
      environment_hash: body.environment,
      system: systemMessage(environment.artifact.body, body),
      task: body.task,
      kind: body.kind,
      persona: body.persona ?? null,
      user: sortKeys(body.user ?? null),
      questions: sortKeys(body.questions),
      seed: body.seed,
      start: body.start,
      initial_state: sortKeys(body.initialState),
      reference: sortKeys(body.reference),
      refused: sortKeys(body.refused),
      provenance: sortKeys(body.provenance),
      checks: sortKeys(body.checks),
      check_scripts: body.checks.map(({ source }) => plainScript(source)),
      replies: sortKeys(repliesOf({ ...silence, ...body.user, questions: body.questions })),
      closing: body.closing,
      said: sortKeys(saidIn(body)),
      difficulty: sortKeys(body.difficulty),
      certificate: sortKeys(body.certificate),
      written_by: sortKeys(body.writtenBy),
      state_written_by: sortKeys(body.stateWrittenBy ?? null),
    };
  }
}

async function writeEnvironment(
  { id, artifact, assessment, split }: EnvironmentRecord,
  writer: DatasetWriter,
  plainModule: (source: string) => string,
): Promise<void> {
  const { slug, skeleton, code, source, tools, writtenBy, repairedBy } = artifact.body;
  const folder = `environments/${id}`;
  const about = {
    env_id: id,
    slug,
    hash: artifact.hash,
    split,
    class_name: skeleton.name,
    summary: skeleton.summary,
    written_by: writtenBy,
    repaired_by: repairedBy ?? null,
    code,
  };
  await writer.file(`${folder}/about.json`, jsonDocument(about));
  await writer.file(`${folder}/skeleton.json`, jsonDocument(skeleton));
  await writer.file(`${folder}/environment.ts`, [source]);
  await writer.file(`${folder}/environment.js`, [
    `import { Environment, done, fail, ok } from '../../runtime.js'; ${plainModule(source)}export { ${skeleton.name} as environment };\n`,
  ]);
  const ordered = tools.map((tool) => ({
    name: tool.name,
    description: tool.description,
    effect: tool.effect,
    parameters: orderedParameters(artifact.body, tool),
  }));
  await writer.file(`${folder}/tools.json`, [`${JSON.stringify(ordered, null, 2)}\n`]);
  await writer.file(`${folder}/assessment.json`, jsonDocument(assessment.body));
}
