import { type Document, isMap, isScalar, type LineCounter } from 'yaml';
import { z } from 'zod';
import { suggestion } from '../../base/nearest.ts';

/** A document and where it came from. */
interface Place {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  /** The keys that may stand at a path, to offer the nearest. */
  knownKeys(path: readonly PropertyKey[]): readonly string[];
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

/**
 * The problems of a document as lines "file:line: path: what is wrong". Values are never quoted: what stands in a wrong
 * place may be a key.
 */
export function configProblems(found: z.ZodError | readonly Problem[], place: Place): string[] {
  const problems = found instanceof z.ZodError ? found.issues.flatMap((issue) => problemsOf(issue, place)) : found;
  return problems.map(({ path, text }) => {
    const where = z.core.toDotPath([...path]);
    return `${place.file}:${lineOf(path, place)}: ${where === '' ? '' : `${where}: `}${text}`;
  });
}

function problemsOf(issue: z.core.$ZodIssue, place: Place): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = place.knownKeys(issue.path);
    return issue.keys.map((key) => ({ path: [...issue.path, key], text: `unknown key.${suggestion(key, known)}` }));
  }
  if (issue.code === 'invalid_key') return [{ path: issue.path, text: issue.issues[0]?.message ?? issue.message }];
  return [{ path: issue.path, text: issue.message }];
}

/** The line on which a key stands, or the nearest thing above it that exists. */
function lineOf(path: readonly PropertyKey[], { document, lines }: Place): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of path) {
    if (!isMap(node)) break;
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
    if (!pair || !isScalar(pair.key)) break;
    offset = pair.key.range?.[0] ?? offset;
    node = pair.value;
  }
  return lines.linePos(offset).line;
}
