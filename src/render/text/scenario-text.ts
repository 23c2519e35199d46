import type { Check } from '../../domain/checks/check.ts';
import { shortId } from '../../domain/kinds.ts';
import { levelOf } from '../../domain/scenario/difficulty-level.ts';
import type { BlindSearch, RewardCertificate } from '../../domain/scenario/scenario.ts';
import type { UserProfile } from '../../domain/scenario/user-profile.ts';
import type { StoredArtifact } from '../../store/store.ts';
import { countOf } from './amounts.ts';
import { authorText } from './author-text.ts';
import { executedCallText } from './call-text.ts';
import { wrap } from './layout.ts';
import { rewardText } from './reward-text.ts';
import { recordCounts } from './state-text.ts';

/** A scenario on one screen: the task, the reference as readable calls, the checklist, the certificate. */
export function scenarioText(artifact: StoredArtifact<'scenario'>, environment: string, width: number): string {
  const { body } = artifact;
  const id = shortId(artifact);
  return [
    `${id}  ${body.name}  (in ${environment}, written by ${authorText(body.writtenBy)})`,
    '',
    'Task',
    wrap(body.task, width, '  '),
    ...(body.persona === undefined ? [] : ['', 'Asked by', wrap(body.persona, width, '  ')]),
    ...(body.user === undefined ? [] : userLines(body.user, width)),
    '',
    `Begins ${body.start} with ${recordCounts(body.initialState)}`,
    '',
    `Reference: ${countOf(body.difficulty.reads, 'reads')}, ${countOf(body.difficulty.writes, 'writes')}, ${countOf(body.difficulty.discovered, 'arguments')} to find out, ${countOf(body.difficulty.rules, 'rules')} in play; ${body.kind}, ${levelOf(body.difficulty)}`,
    ...body.reference.flatMap((call, index) => [
      ...body.questions.filter(({ before }) => before === index + 1).map(({ says }) => `    asks: ${says}`),
      executedCallText(call, index + 1, width),
    ]),
    '',
    'Checks',
    ...body.checks.map((check) => `  ${check.role.padEnd(6)} ${check.question}`),
    '',
    certificateText(body.certificate),
    '',
    `More: envscaler show ${id} --checks, envscaler play ${id}, envscaler trace ${id}`,
  ].join('\n');
}

/** What the user of a conversation wants, and what they tell when asked. */
function userLines({ wants, facts }: UserProfile, width: number): string[] {
  return [
    '',
    'The user, who answers when asked, wants',
    wrap(wants, width, '  '),
    ...facts.map(({ id, about, says }) => wrap(`${id} ${about}: "${says}"`, width, '  ')),
  ];
}

/** The evidence that a scenario scores rightly. */
export function certificateText(certificate: RewardCertificate): string {
  const [first, second] = certificate.replay;
  const { mutants, discovery, nearMisses, alternates } = certificate;
  const misses = nearMisses.filter((trial) => trial.end === 'other');
  const told = misses.filter(({ score }) => score.kind === 'scored' && score.strict === 0).length;
  const same = nearMisses.length - misses.length;
  const right = alternates.filter(({ score }) => score.kind === 'scored' && score.strict === 1).length;
  const kinds = [...new Set(misses.map(({ kind }) => kind))].join(', ');
  return [
    certificate.complete ? 'Certificate: complete' : 'Certificate: not complete, so it is not exported unless asked',
    `  the reference earns       ${rewardText(certificate.reference)}`,
    `  doing nothing earns       ${rewardText(certificate.noop)}`,
    `  reading at random earns   ${rewardText(certificate.random)}`,
    `  near misses told          ${told} of ${misses.length}${kinds === '' ? '' : ` (${kinds})`}${same > 0 ? `; ${same} more end as the reference does` : ''}`,
    `  other honest ways pass    ${right} of ${alternates.length}`,
    `  altered end states told   ${mutants.killed} of ${mutants.made}`,
    `  replayed, the end is      ${first === second ? 'the same state' : `different: ${first.slice(0, 8)} and ${second.slice(0, 8)}`}`,
    `  found out by reading      ${discovery.missing.length === 0 ? `every id, in ${countOf(discovery.calls, 'calls')}` : `not ${discovery.missing.join(', ')}`}`,
    ...(certificate.blindSearch ? [searchLine(certificate.blindSearch)] : []),
    ...(certificate.asking ? askingLines(certificate.asking) : []),
    ...certificate.reasons.map((reason) => `  because ${reason}`),
    ...mutants.survivors.map((survivor) => `  not told apart: ${survivor}`),
    ...certificate.warnings.map((warning) => `  note: ${warning}`),
  ].join('\n');
}

/** Evidence that the task can be done without the reference; where it was not, that says nothing against the task. */
function searchLine({ solved, calls, reward }: BlindSearch): string {
  const result = solved ? 'solves it' : 'does not solve it';
  return `  without the reference     a blind search ${result} (${countOf(calls, 'calls')}${solved ? '' : `, best ${reward.toFixed(2)}`})`;
}

function askingLines({ facts, unasked }: NonNullable<RewardCertificate['asking']>): string[] {
  return [
    `  open before asking        ${facts.map(({ fact, open, told }) => `${fact}: ${open} values fit, ${told} once told`).join('; ')}`,
    `  right without asking      ${unasked.kind === 'scored' ? `strict ${unasked.strict}` : `unscored, ${unasked.reason}`}`,
  ];
}

/** The checks with the TypeScript they compile to. */
export function checksText(checks: readonly Check[]): string {
  return checks.map((check) => `// ${check.id} (${check.role}): ${check.question}\n${check.source}`).join('\n\n');
}
