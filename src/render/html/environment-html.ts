import { canonicalJson } from '../../base/json.ts';
import type { Assessment } from '../../domain/environment/assessment.ts';
import type { Environment } from '../../domain/environment/environment.ts';
import { type Artifact, shortId } from '../../domain/kinds.ts';
import { authorText } from '../text/author-text.ts';
import { type Cell, escaped, page, paragraph, preformatted, section, table } from './page.ts';

/** An environment as a page: what it is about, its state, rules, tools, verdict and module. */
export function environmentHtml(artifact: Artifact<'environment'>, verdict: Assessment | undefined): string {
  const { skeleton, tools, source, writtenBy } = artifact.body;
  return page(
    `${skeleton.name}: environment`,
    [
      `<h1>${escaped(skeleton.name)} ${verdictHtml(verdict)}</h1>`,
      `<p class="soft">${escaped(shortId(artifact))} ${escaped(artifact.subject)}, written by ${escaped(authorText(writtenBy))}</p>`,
      paragraph(skeleton.introduction),
      section('State', entities(skeleton)),
      section(
        'Rules',
        rows(
          ['id', 'kind', 'text'],
          skeleton.rules.map((rule) => [rule.id, rule.kind, rule.text]),
        ),
      ),
      section(
        'Policy',
        rows(
          ['name', 'value', 'description'],
          skeleton.policy.map(({ name, value, description }) => [name, canonicalJson(value), description]),
        ),
      ),
      section(
        'Tools',
        rows(
          ['tool', 'effect', 'description'],
          tools.map((tool) => [tool.name, tool.effect, tool.description]),
        ),
      ),
      section('Module', preformatted(source.trimEnd())),
    ]
      .filter((part) => part !== '')
      .join('\n'),
  );
}

function verdictHtml(verdict: Assessment | undefined): string {
  if (!verdict) return '<span class="warn">not assessed</span>';
  return `<span class="${verdict.verdict === 'accepted' ? 'good' : 'bad'}">${escaped(verdict.verdict)}</span>`;
}

function entities({ entities: all }: Environment['skeleton']): string {
  const header = ['collection', 'record', 'attribute', 'description'];
  return rows(
    header,
    all.flatMap((entity) => [
      [entity.collection, entity.name, '', entity.description],
      ...entity.attributes.map((attribute): Cell[] => ['', '', attribute.name, attribute.description]),
    ]),
  );
}

function rows(header: readonly string[], all: readonly (readonly Cell[])[]): string {
  return all.length === 0 ? '' : table(header, all);
}
