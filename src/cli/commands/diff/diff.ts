import { UserError } from '../../../base/errors.ts';
import { canonicalJson } from '../../../base/json.ts';
import { isKind, shortId } from '../../../domain/kinds.ts';
import { countOf } from '../../../render/text/amounts.ts';
import { diffLines, excerpts } from '../../../render/text/line-diff.ts';
import type { Store, StoredArtifact } from '../../../store/store.ts';
import type { CommandLine } from '../../command-line.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { findArtifact } from '../../lookup/find-artifact.ts';
import { emptyText, isEmptyWorkspace, readWorkspace } from '../../lookup/read-workspace.ts';

/** Shows line by line in what two artifacts differ: their data as sorted JSON and, for environments, their module. */
export async function diff(line: CommandLine, before: string, after: string): Promise<ExitCode> {
  if (isEmptyWorkspace(line.flags.workspace))
    throw new UserError(`There is nothing called "${before}". ${emptyText(line.flags.workspace)}`);
  return readWorkspace(line, async ({ store }) => {
    const left = await findArtifact(store, before);
    const right = await findArtifact(store, after);
    const texts = pairs(left, right).map((pair) => ({
      ...pair,
      lines: diffLines(pair.before.split('\n'), pair.after.split('\n')),
    }));
    const changed = texts.filter((pair) => pair.lines.some((item) => item.sign !== ' '));
    const { paint } = line.output;
    const colour = { '+': paint.green, '-': paint.red };
    const text = changed.flatMap((pair) => [
      `--- ${shortId(left)} ${left.subject} (${pair.name})`,
      `+++ ${shortId(right)} ${right.subject} (${pair.name})`,
      ...excerpts(pair.lines).map((item) =>
        item.startsWith('+') ? colour['+'](item) : item.startsWith('-') ? colour['-'](item) : item,
      ),
    ]);
    const scores = await scoreLines(store, left, right);
    const equal = `${shortId(left)} and ${shortId(right)} do not differ.`;
    line.output.result([...scores, changed.length === 0 ? equal : text.join('\n')].join('\n'), {
      event: 'diff',
      before: shortId(left),
      after: shortId(right),
      texts: changed.map((pair) => ({ name: pair.name, lines: excerpts(pair.lines) })),
    });
    return exitCodes.done;
  });
}

/** How two versions of an environment did in its assessment, one line each. */
async function scoreLines(store: Store, left: StoredArtifact, right: StoredArtifact): Promise<string[]> {
  if (!isKind(left, 'environment') || !isKind(right, 'environment')) return [];
  const versions = (await store.artifacts('assessment', { versions: 'all' })).flatMap(({ body }) => body.history ?? []);
  return [left, right].flatMap(({ hash, subject }) => {
    const version = versions.findLast((candidate) => candidate.environment === hash);
    if (!version) return [];
    const rate =
      version.passRate === null
        ? 'not tried by the agents'
        : `${Math.round(version.passRate * 100)} % of the agents' calls passed`;
    const name = `${shortId({ kind: 'environment', hash })} ${subject}, version ${version.number}`;
    return [`${name}: ${countOf(version.findings, 'findings')}, ${rate}`];
  });
}

function pairs(left: StoredArtifact, right: StoredArtifact): { name: string; before: string; after: string }[] {
  if (!isKind(left, 'environment') || !isKind(right, 'environment'))
    return [{ name: 'data', before: pretty(left.body), after: pretty(right.body) }];
  const { source: before, code: _before, ...leftData } = left.body;
  const { source: after, code: _after, ...rightData } = right.body;
  return [
    { name: 'module', before, after },
    { name: 'data', before: pretty(leftData), after: pretty(rightData) },
  ];
}

function pretty(value: unknown): string {
  return JSON.stringify(JSON.parse(canonicalJson(value)), undefined, 2);
}
