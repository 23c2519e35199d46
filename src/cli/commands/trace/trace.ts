import { UserError } from '../../../base/errors.ts';
import { kindNames, kinds, shortId } from '../../../domain/kinds.ts';
import { countOf } from '../../../render/amounts.ts';
import { clip, type TreeNode, tree } from '../../../render/layout.ts';
import type { Lineage } from '../../../store/store.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { findArtifact, isKind } from '../lookup/find-artifact.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../lookup/read-workspace.ts';

/** Shows what an artifact came from, back to the requests it was mined from. Without an id it says how to find one. */
export async function trace(line: CommandLine, id: string | undefined): Promise<ExitCode> {
  if (isEmptyWorkspace(line.flags.workspace)) {
    if (id !== undefined) throw new UserError(`There is nothing called "${id}". ${emptyText(line.flags.workspace)}`);
    line.output.result(emptyText(line.flags.workspace));
    return exitCodes.done;
  }
  if (id === undefined) {
    line.output.result(
      'Give an id or a name, e.g. "envscaler trace traj-1a2b3c4d". "envscaler list trajectories" shows what there is.',
    );
    return exitCodes.done;
  }
  return readWorkspace(line, async ({ store }) => {
    const artifact = await findArtifact(store, id);
    const lineage = await store.lineage(artifact.hash);
    if (!lineage) throw new Error(`${shortId(artifact)} has no lineage`);
    const drawing = { width: line.output.width, all: line.flags.verbose, seen: new Set<string>() };
    line.output.result(tree(nodeOf(lineage, drawing, 0)), { event: 'lineage', ...jsonOf(lineage) });
    return exitCodes.done;
  });
}

interface Drawing {
  readonly width: number;
  /** Show every request, and not only the first few of many. */
  readonly all: boolean;
  readonly seen: Set<string>;
}

/** Of many inputs of one kind so many are drawn. */
const drawnOfAKind = 6;

function nodeOf(lineage: Lineage, drawing: Drawing, depth: number): TreeNode {
  const { artifact, inputs } = lineage;
  const label = clip(labelOf(lineage), drawing.width - 3 * depth);
  if (inputs.length > 0 && drawing.seen.has(artifact.hash)) return { label: `${label} (its origin is above)`, children: [] };
  drawing.seen.add(artifact.hash);
  const shown: TreeNode[] = [];
  const counts = new Map<string, number>();
  for (const input of latestFirst(inputs)) {
    const count = (counts.get(input.artifact.kind) ?? 0) + 1;
    counts.set(input.artifact.kind, count);
    if (drawing.all || count <= drawnOfAKind) shown.push(nodeOf(input, drawing, depth + 1));
  }
  for (const kind of new Set(inputs.map((input) => input.artifact.kind))) {
    const hidden = (counts.get(kind) ?? 0) - drawnOfAKind;
    if (!drawing.all && hidden > 0)
      shown.push({ label: `and ${countOf(hidden, `more ${kinds[kind].plural}`)}; --verbose shows them`, children: [] });
  }
  return { label, children: shown };
}

/**
 * Of an environment and a state of it, the state goes first: the origin of both then hangs on the one that is nearer to what
 * is traced.
 */
function latestFirst(inputs: readonly Lineage[]): Lineage[] {
  const order = (input: Lineage): number => kindNames.indexOf(input.artifact.kind);
  return [...inputs].sort((left, right) => order(right) - order(left));
}

function labelOf({ artifact, attempt }: Lineage): string {
  const id = shortId(artifact);
  if (isKind(artifact, 'task'))
    return `${id}  request at ${artifact.body.source.file}:${artifact.body.source.line}: ${artifact.body.text}`;
  if (isKind(artifact, 'verdict')) return `${id}  ${artifact.body.stateful ? 'stateful' : 'not stateful'}: ${artifact.body.text}`;
  return `${id}  ${artifact.kind} ${artifact.subject}, by stage ${attempt.stage} in run ${attempt.run}`;
}

function jsonOf({ artifact, attempt, inputs }: Lineage): Record<string, unknown> {
  const { kind, hash, subject, createdAt } = artifact;
  const made = { stage: attempt.stage, run: attempt.run, attempt: attempt.id, createdAt };
  return { id: shortId(artifact), kind, hash, subject, ...made, inputs: inputs.map(jsonOf) };
}
