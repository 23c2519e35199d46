import { UserError } from '../../../base/errors.ts';
import { canonicalJson } from '../../../base/json.ts';
import { isKind, type Kind, shortId } from '../../../domain/kinds.ts';
import type { Scenario } from '../../../domain/scenario/scenario.ts';
import { assessmentOf } from '../../../figures/assessment-of.ts';
import { environmentHtml } from '../../../render/html/environment-html.ts';
import { scenarioHtml } from '../../../render/html/scenario-html.ts';
import { trajectoryHtml } from '../../../render/html/trajectory-html.ts';
import { assessmentText } from '../../../render/text/assessment-text.ts';
import { environmentText, skeletonText } from '../../../render/text/environment-text.ts';
import { candidateText, selectionText, stateText, taskText, topicText, verdictText } from '../../../render/text/other-text.ts';
import { certificateText, checksText, scenarioText } from '../../../render/text/scenario-text.ts';
import { trajectoryText } from '../../../render/text/trajectory-text.ts';
import type { Store, StoredArtifact } from '../../../store/store.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { findArtifact, findOfKind } from '../../lookup/find-artifact.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';
import { writePage } from '../../terminal/write-page.ts';

/** Parts of an artifact that can be shown alone, and the kinds that have them. */
const parts = {
  source: ['environment'],
  skeleton: ['environment'],
  tools: ['environment'],
  certificate: ['environment', 'scenario'],
  checks: ['scenario'],
} as const satisfies Record<string, readonly Kind[]>;
type Part = keyof typeof parts;
const partNames: readonly Part[] = ['source', 'skeleton', 'tools', 'certificate', 'checks'];

export type ShowOptions = { readonly [Name in Part]?: boolean } & {
  /** A file that gets the artifact as an HTML page. */
  readonly html?: string;
};

/** Shows one artifact, or one part of it. Without an id it says how to find one. */
export async function show(line: CommandLine, options: ShowOptions, id: string | undefined): Promise<ExitCode> {
  if (isEmptyWorkspace(line.flags.workspace)) {
    if (id !== undefined) throw new UserError(`There is nothing called "${id}". ${emptyText(line.flags.workspace)}`);
    line.output.result(emptyText(line.flags.workspace));
    return exitCodes.done;
  }
  if (id === undefined) {
    line.output.result(
      'Give an id or a name, e.g. "envscaler show env-1a2b3c4d". "envscaler list environments" shows what there is.',
    );
    return exitCodes.done;
  }
  const wanted = partNames.filter((name) => options[name]);
  if (wanted.length > 1) throw new UserError(`Show one part at a time: ${wanted.map((name) => `--${name}`).join(' or ')}.`);
  const { html } = options;
  if (html !== undefined && wanted.length > 0) throw new UserError(`--html writes the whole artifact: leave out --${wanted[0]}.`);
  return readWorkspace(line, async ({ store }) => {
    const [part] = wanted;
    const artifact = await wantedArtifact(store, id, part);
    if (html !== undefined) {
      writePage(html, await wholePage(store, artifact));
      line.output.result(`Wrote ${html}.`, { event: 'page', id: shortId(artifact), kind: artifact.kind, file: html });
      return exitCodes.done;
    }
    if (part === undefined) {
      const { kind, hash, subject, body, stage, createdAt } = artifact;
      line.output.result(await wholeText(store, artifact, line), {
        event: 'artifact',
        id: shortId(artifact),
        kind,
        hash,
        subject,
        stage,
        createdAt,
        body,
      });
    } else {
      const { text, value } = await partOf(store, artifact, part, line.output.width);
      line.output.result(text, {
        event: part,
        id: shortId(artifact),
        kind: artifact.kind,
        subject: artifact.subject,
        [part]: value,
      });
    }
    return exitCodes.done;
  });
}

/** A part belongs to certain kinds, so that a name shared by several kinds means one that has the part. */
async function wantedArtifact(store: Store, id: string, part: Part | undefined): Promise<StoredArtifact> {
  const artifact = await findArtifact(store, id);
  if (part === undefined || parts[part].some((kind) => kind === artifact.kind)) return artifact;
  const [kind] = parts[part];
  if (artifact.subject === id) return findOfKind(store, kind, id);
  const own = partNames.filter((name) => parts[name].some((other) => other === artifact.kind)).map((name) => `--${name}`);
  const advice = own.length === 0 ? 'Leave the flag out.' : `It has ${own.join(', ')}.`;
  throw new UserError(
    `--${part} is for ${parts[part].join(' and ')} artifacts, and ${shortId(artifact)} is of kind ${artifact.kind}. ${advice}`,
  );
}

async function wholePage(store: Store, artifact: StoredArtifact): Promise<string> {
  if (isKind(artifact, 'environment')) return environmentHtml(artifact, (await assessmentOf(store, artifact.hash))?.body);
  if (isKind(artifact, 'scenario')) return scenarioHtml(artifact, await environmentNameOf(store, artifact));
  if (isKind(artifact, 'trajectory')) return trajectoryHtml(artifact, await scenarioOf(store, artifact));
  const advice = artifact.kind === 'assessment' ? ' "envscaler assess ENV --html FILE" writes that of an assessment.' : '';
  throw new UserError(
    `--html is for environments, scenarios and trajectories, and ${shortId(artifact)} is of kind ${artifact.kind}.${advice}`,
  );
}

async function environmentNameOf(store: Store, scenario: StoredArtifact<'scenario'>): Promise<string> {
  const environment = await store.artifact(scenario.body.environment);
  return environment ? `${shortId(environment)} ${environment.subject}` : 'an environment that is not here';
}

async function scenarioOf(store: Store, trajectory: StoredArtifact<'trajectory'>): Promise<Scenario | undefined> {
  const scenario = await store.artifact(trajectory.body.scenario);
  return scenario && isKind(scenario, 'scenario') ? scenario.body : undefined;
}

async function wholeText(store: Store, artifact: StoredArtifact, line: CommandLine): Promise<string> {
  const { width } = line.output;
  const heading = `${shortId(artifact)}  ${artifact.subject}\n\n`;
  if (isKind(artifact, 'environment')) return environmentText(artifact, (await assessmentOf(store, artifact.hash))?.body, width);
  if (isKind(artifact, 'scenario')) return scenarioText(artifact, await environmentNameOf(store, artifact), width);
  if (isKind(artifact, 'trajectory')) {
    return trajectoryText(artifact, await scenarioOf(store, artifact), { width, full: line.flags.verbose });
  }
  if (isKind(artifact, 'assessment')) return heading + assessmentText(artifact.body, width);
  if (isKind(artifact, 'skeleton')) return heading + skeletonText(artifact.body, width);
  if (isKind(artifact, 'topic')) return heading + topicText(artifact.body, width);
  if (isKind(artifact, 'candidate')) return heading + candidateText(artifact.body, width);
  if (isKind(artifact, 'selection')) return heading + selectionText(artifact.body, width);
  if (isKind(artifact, 'state')) return heading + stateText(artifact.body, width);
  if (isKind(artifact, 'verdict')) return heading + verdictText(artifact.body, width);
  if (isKind(artifact, 'task')) return heading + taskText(artifact.body, width);
  return heading + JSON.stringify(JSON.parse(canonicalJson(artifact.body)), undefined, 2);
}

async function partOf(
  store: Store,
  artifact: StoredArtifact,
  part: Part,
  width: number,
): Promise<{ text: string; value: unknown }> {
  if (isKind(artifact, 'scenario')) {
    const { certificate, checks } = artifact.body;
    return part === 'checks'
      ? { text: checksText(checks), value: checks }
      : { text: certificateText(certificate), value: certificate };
  }
  if (!isKind(artifact, 'environment')) throw new Error(`${artifact.kind} has no part ${part}`);
  const { source, skeleton, tools } = artifact.body;
  if (part === 'source') return { text: source.trimEnd(), value: source };
  if (part === 'skeleton') return { text: skeletonText(skeleton, width), value: skeleton };
  if (part === 'tools') return { text: JSON.stringify(tools, undefined, 2), value: tools };
  const assessment = await assessmentOf(store, artifact.hash);
  if (!assessment)
    throw new UserError(
      `${shortId(artifact)} was not assessed, so it has no certificate. "envscaler skel" assesses what it makes.`,
    );
  return { text: assessmentText(assessment.body, width), value: assessment.body };
}
