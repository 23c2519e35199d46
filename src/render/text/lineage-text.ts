import { isKind, kindNames, kinds, shortId } from '../../domain/kinds.ts';
import type { Lineage } from '../../store/store.ts';
import { countOf } from './amounts.ts';
import { clip, type TreeNode, tree } from './layout.ts';

interface LineageLayout {
  readonly width: number;
  /** Every request, and not only the first few of many. */
  readonly all: boolean;
}

/** What an artifact came from, as a tree. */
export function lineageText(lineage: Lineage, layout: LineageLayout): string {
  return tree(nodeOf(lineage, { ...layout, seen: new Set() }, 0));
}

interface Drawing extends LineageLayout {
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
