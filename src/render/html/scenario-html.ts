import { canonicalJson } from '../../base/json.ts';
import { type Artifact, shortId } from '../../domain/kinds.ts';
import { levelOf } from '../../domain/scenario/difficulty-level.ts';
import { authorText } from '../text/author-text.ts';
import { fullCallText } from '../text/call-text.ts';
import { certificateText } from '../text/scenario-text.ts';
import { recordCounts } from '../text/state-text.ts';
import { type Cell, escaped, page, paragraph, preformatted, section, table } from './page.ts';

/** A scenario as a page: the task, the reference with what each call changed, the checks, the certificate, the initial state. */
export function scenarioHtml(artifact: Artifact<'scenario'>, environment: string): string {
  const { body } = artifact;
  return page(
    `${body.name}: scenario`,
    [
      `<h1>${escaped(body.name)} <span class="${body.certificate.complete ? 'good' : 'bad'}">${body.certificate.complete ? 'certified' : 'not certified'}</span></h1>`,
      `<p class="soft">${escaped(shortId(artifact))} in ${escaped(environment)}, written by ${escaped(authorText(body.writtenBy))}; ${escaped(body.kind)}, ${escaped(levelOf(body.difficulty))}</p>`,
      section('Task', paragraph(body.task)),
      section('Asked by', body.persona === undefined ? '' : paragraph(body.persona)),
      section('The user', body.user === undefined ? '' : userHtml(body.user)),
      section('Reference', preformatted(body.reference.map((call, index) => fullCallText(call, index + 1)).join('\n'))),
      section(
        'Checks',
        table(
          ['role', 'question', 'code'],
          body.checks.map(({ role, question, source }): Cell[] => [role, question, { html: `<code>${escaped(source)}</code>` }]),
        ),
      ),
      section('Certificate', preformatted(certificateText(body.certificate))),
      section(
        'Initial state',
        `${paragraph(`Begins ${body.start} with ${recordCounts(body.initialState)}`)}\n${preformatted(stateLines(body.initialState))}`,
      ),
    ]
      .filter((part) => part !== '')
      .join('\n'),
  );
}

function userHtml({ wants, facts }: NonNullable<Artifact<'scenario'>['body']['user']>): string {
  return `${paragraph(wants)}\n${table(
    ['fact', 'about', 'says'],
    facts.map(({ id, about, says }) => [id, about, says]),
  )}`;
}

function stateLines(state: Artifact<'scenario'>['body']['initialState']): string {
  return Object.entries(state)
    .map(([collection, records]) =>
      [collection, ...Object.entries(records).map(([key, record]) => `  ${key}  ${canonicalJson(record)}`)].join('\n'),
    )
    .join('\n');
}
