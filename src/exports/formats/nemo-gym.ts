import { isObject } from '../../base/json.ts';
import { promptOf } from '../rows/chat-messages.ts';
import { featuresOf, scenarioLabelColumns, scenarioLabels } from '../rows/labels.ts';
import { unfitWithoutUser } from '../selection/non-conversational.ts';
import type { ScenarioRecord } from '../selection/records.ts';
import { splitRowsOf } from '../selection/split-rows.ts';
import { jsonLines } from '../writer.ts';
import type { ScenarioFormat, SystemMessage } from './format.ts';
import { functionTools } from './tool-schema.ts';

/** Rows of NeMo Gym: parameters of the Responses API, and the agent that plays them. */
export const nemoGym: ScenarioFormat = {
  name: 'nemo-gym',
  description: 'Tasks as parameters of the Responses API, for rollouts with NeMo Gym or verifiers (JSONL).',
  version: 1,
  needs: 'scenarios',
  configs: [
    {
      name: 'rl',
      path: '{split}.jsonl',
      features: [
        { name: 'id', dtype: 'int64' },
        { name: 'responses_create_params', dtype: 'json' },
        { name: 'agent_ref', dtype: 'json' },
        ...featuresOf(scenarioLabelColumns),
      ],
    },
  ],
  usage: [
    'The resources server of an environment is `envscaler serve`, at `/nemo/<env_id>`: `POST seed_session` takes a row, the tools are paths of their own, `POST verify` gives the reward. The session is a cookie.',
    '```sh\nenvscaler export --format nemo-gym bundle --to datasets\nenvscaler serve --from datasets/bundle --port 8080\n```',
    'With verifiers, give the file as `dataset` and `http://127.0.0.1:8080/nemo/<env_id>` as `task.resources_url` of a `NeMoGymTaskset`; a run has one such address, so take the rows of one `env_id`. Inside NeMo Gym, which starts its servers from Python, `agent_ref` names the agent `<env_id>_simple_agent` of your configuration.',
  ].join('\n\n'),
  unfit: unfitWithoutUser,
  async write(selection, writer, systemMessage) {
    for (const { split, rows } of splitRowsOf(selection))
      await writer.file(`${split}.jsonl`, jsonLines(rowsOf(rows, systemMessage)), { rows: rows.length, split });
  },
};

function* rowsOf(records: readonly ScenarioRecord[], systemMessage: SystemMessage): Generator<unknown> {
  for (const [id, record] of records.entries()) {
    const { environment, scenario } = record;
    const { body } = environment.artifact;
    yield {
      id,
      responses_create_params: {
        input: promptOf(systemMessage(body, scenario.body), scenario.body.task),
        tools: functionTools(body).map(({ function: { name, description, parameters } }) => ({
          type: 'function',
          name,
          description,
          parameters: { ...(isObject(parameters) ? parameters : {}), additionalProperties: false },
          strict: false,
        })),
        parallel_tool_calls: false,
      },
      agent_ref: { name: `${environment.id}_simple_agent` },
      ...scenarioLabels(record),
    };
  }
}
