import { UserError } from '../../../base/errors.ts';
import type { ModelSettings, Writer } from '../../../generation/assignment.ts';
import { workNames } from '../../../generation/author.ts';
import { table } from '../../../render/text/layout.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ChoiceSources, chooseAuthors, choosePlayer, modelText } from '../../config/author-choice.ts';
import { configFileName, configJsonSchema } from '../../config/config.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { choiceSources } from '../run/authors.ts';

/** Prints the JSON Schema of the config file. */
export async function schema(line: CommandLine): Promise<ExitCode> {
  line.output.result(JSON.stringify(configJsonSchema(), undefined, 2), { event: 'schema', schema: configJsonSchema() });
  return exitCodes.done;
}

/** Validates the config file and shows who would do what. Keys are looked for and never shown. */
export async function check(line: CommandLine): Promise<ExitCode> {
  const sources = choiceSources(line);
  if (!sources.config)
    throw new UserError(
      `There is no ${configFileName} here. Write one ("envscaler config schema" says how), or name one with --config FILE.`,
    );
  const { assignment } = chooseAuthors(sources);
  const rows = [
    ...workNames.map((work) => ({ work, writer: assignment.writerOf(work) })),
    { work: 'act', writer: player(sources) },
  ].map(({ work, writer }) => ({ work, ...described(writer) }));
  const repairs = assignment.writerOf('write-code') !== 'procedural' && assignment.writerOf('repair-code') === 'procedural';
  const remark =
    'The embedded author does not repair code: give "repair-code" to a model, too, or code that does not compile is lost.';
  line.output.result(
    [
      `${sources.config.file} is valid.`,
      table(
        ['  work', 'done by', 'parameters'],
        rows.map((row) => [
          `  ${row.work}`,
          row.text,
          JSON.stringify(row.parameters) === '{}' ? '' : JSON.stringify(row.parameters),
        ]),
        line.output.width,
      ),
      ...(repairs ? [remark] : []),
    ].join('\n'),
    {
      event: 'config',
      file: sources.config.file,
      works: rows.map(({ work, provider, model, parameters }) => ({ work, provider, model, parameters })),
      remarks: repairs ? [remark] : [],
    },
  );
  return exitCodes.done;
}

/** The model that would play; undefined where none is configured, which only matters to who wants one to play. */
function player(sources: ChoiceSources): ModelSettings | undefined {
  try {
    return choosePlayer(sources);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function described(writer: Writer | undefined): { text: string; provider?: string; model?: string; parameters: object } {
  if (writer === undefined) return { text: 'nobody: no model is configured', parameters: {} };
  if (writer === 'procedural') return { text: 'the embedded procedural author', provider: 'procedural', parameters: {} };
  const { model, parameters } = writer;
  return { text: modelText(writer), provider: 'openai', model, parameters };
}
