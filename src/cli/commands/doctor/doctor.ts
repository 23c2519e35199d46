import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf, UserError } from '../../../base/errors.ts';
import { type ModelSettings, writingModels } from '../../../generation/assignment.ts';
import { findLocalEndpoints, type LocalEndpoint, usualPorts } from '../../../generation/endpoint/local-endpoints.ts';
import { wrap } from '../../../render/text/layout.ts';
import type { CommandLine } from '../../command-line.ts';
import { chooseAuthors, choosePlayer, modelText } from '../../config/author-choice.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { choiceSources } from '../run/authors.ts';
import type { Finding } from './finding.ts';
import { type Duty, examineModel } from './model.ts';
import { examineSandbox } from './sandbox.ts';

/** Looks at everything a run needs. Sends a few small requests to each model that is configured, and to no other. */
export async function doctor(line: CommandLine): Promise<ExitCode> {
  const findings: Finding[] = [nodeVersion(), await database(), writeAccess(line.flags.workspace), await examineSandbox()];
  const models = chosenModels(line, findings);
  for (const { model, duties } of models) findings.push(...(await examineModel(line, model, duties)));
  const local = await findLocalEndpoints(usualPorts);
  findings.push(...local.map(localFinding));
  const isBroken = findings.some((finding) => finding.status === 'broken');
  const code = isBroken ? exitCodes.someFailed : exitCodes.done;
  line.output.result(
    [
      ...findings.map(({ check, status, text }) =>
        wrap(`${signs[status]} ${check}: ${text}`, line.output.width, '  ').trimStart(),
      ),
      isBroken ? 'Something is in the way.' : models.length > 0 ? 'Ready.' : 'Ready, with the embedded procedural author.',
    ].join('\n'),
    ...findings.map((finding) => ({ event: 'finding', ...finding })),
    { event: 'doctor', broken: isBroken, local },
  );
  return code;
}

const signs = { ok: 'ok     ', remark: 'note   ', broken: 'BROKEN ' } as const;

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNew = major > 20 || (major === 20 && minor >= 19);
  const text = isNew ? process.versions.node : `${process.versions.node} is too old; envscaler needs 20.19 or later`;
  return { check: 'Node', status: isNew ? 'ok' : 'broken', text };
}

async function database(): Promise<Finding> {
  try {
    const { openStore } = await import('../../../store/open-store.ts');
    const store = await openStore({ kind: 'memory' });
    await store.runs();
    await store.close();
    return { check: 'SQLite', status: 'ok', text: 'the driver loads and answers' };
  } catch (error) {
    return { check: 'SQLite', status: 'broken', text: `${messageOf(error)} Installing again ("npm install") may help.` };
  }
}

/** The folder itself, or the nearest one above it that exists; nothing is written. */
function writeAccess(workspace: string): Finding {
  const folder = resolve(workspace);
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
    const text = existing === folder ? `${workspace} can be written` : `${workspace} can be made in ${existing}`;
    return { check: 'Workspace', status: 'ok', text };
  } catch {
    return { check: 'Workspace', status: 'broken', text: `${existing} cannot be written. Choose another with --workspace DIR.` };
  }
}

interface Chosen {
  readonly model: ModelSettings;
  readonly duties: readonly Duty[];
}

/** The models of the configuration, those that write and the one that plays; what is wrong with it becomes a finding. */
function chosenModels(line: CommandLine, findings: Finding[]): readonly Chosen[] {
  const sources = choiceSources(line);
  const where = sources.config ? ` (${sources.config.file})` : '';
  const found = <Value>(check: string, find: () => { value: Value; text: string }): Value | undefined => {
    try {
      const { value, text } = find();
      findings.push({ check: `${check}${where}`, status: 'ok', text });
      return value;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      findings.push({ check, status: 'broken', text: error.message });
      return undefined;
    }
  };
  const writers = found('Authors', () => {
    const choice = chooseAuthors(sources);
    return { value: writingModels(choice.assignment), text: choice.line.replace(/^Authors?(, from [^:]*)?: /, '') };
  });
  const playerName = sources.config?.config.works.act;
  const player =
    playerName === undefined
      ? undefined
      : found('Player', () => {
          const value = choosePlayer(sources);
          return { value, text: `${modelText(value)} (act)` };
        });
  return eachOnce([
    ...(writers ?? []).map((model): Chosen => ({ model, duties: ['write'] })),
    ...(player ? [{ model: player, duties: ['play'] } as const] : []),
  ]);
}

/** A model at an endpoint once, with all its duties, whatever settings it is given for each. */
function eachOnce(chosen: readonly Chosen[]): readonly Chosen[] {
  const known = new Map<string, Chosen>();
  for (const { model, duties } of chosen) {
    const place = JSON.stringify([model.baseUrl, model.model, model.apiKey]);
    const before = known.get(place);
    known.set(place, { model: before?.model ?? model, duties: [...new Set([...(before?.duties ?? []), ...duties])] });
  }
  return [...known.values()];
}

function localFinding({ server, baseUrl, models }: LocalEndpoint): Finding {
  const [first = 'NAME'] = models;
  const offers =
    models.length === 0 ? 'without a model' : `with ${models.slice(0, 4).join(', ')}${models.length > 4 ? ' and more' : ''}`;
  const text = `a server (${server}?) listens at ${baseUrl} ${offers}. To use it: OPENAI_BASE_URL=${baseUrl} envscaler run --author openai --model ${first}`;
  return { check: 'Local models', status: 'remark', text };
}
