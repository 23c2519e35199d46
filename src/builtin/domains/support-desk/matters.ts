import type { Team } from './design.ts';

/** Something that customers write in about. */
export interface Matter {
  readonly subject: string;
  readonly question: string;
  /** What an agent can reply, as it goes on after a colon, and how the ticket is then resolved. */
  readonly answer: string;
  readonly resolution: 'fixed' | 'explained' | 'refunded' | 'not_reproducible';
  /** The known fault that may be behind it. */
  readonly problem?: string;
}

const matter = (
  subject: string,
  question: string,
  resolution: Matter['resolution'],
  answer: string,
  problem?: string,
): Matter => ({ subject, question, answer, resolution, ...(problem === undefined ? {} : { problem }) });

const renewals = 'Renewals charged twice';
const rounding = 'Tax rounded wrongly on invoices';
const seats = 'Removed seats stay on the bill';
const emoji = 'Export drops rows with emojis';
const twice = 'Duplicate notifications after an update';
const calendar = 'Calendar off by a week after the clock change';
const search = 'Search index lags behind uploads';
const logins = 'Slow logins in the northern region';
const queue = 'Webhook queue backs up at noon';
const certificate = 'Expired certificate on the file servers';
const tokens = 'Single sign-on tokens expire too early';

export const matters: Readonly<Record<Team, readonly Matter[]>> = {
  billing: [
    matter(
      'Invoice charged twice',
      'Our last invoice was taken from the account two times.',
      'refunded',
      'the second charge has been paid back',
      renewals,
    ),
    matter(
      'Renewal booked on two cards',
      'The renewal was booked on both of our cards.',
      'refunded',
      'the amount on the older card has been paid back',
      renewals,
    ),
    matter(
      'VAT number missing on invoice',
      'Please put our VAT number on the invoices.',
      'fixed',
      'the number is on all invoices from now on',
    ),
    matter(
      'Seats billed after removal',
      'We removed four users but still pay for them.',
      'refunded',
      'the four seats have been credited',
      seats,
    ),
    matter(
      'Former colleagues on the bill',
      'Two people who left in spring are still on our bill.',
      'refunded',
      'both seats have been taken off and paid back',
      seats,
    ),
    matter(
      'Question about annual discount',
      'Is there a discount if we pay for the whole year?',
      'explained',
      'paying for a year saves two months',
    ),
    matter(
      'Card declined on renewal',
      'Our card was declined although it is valid.',
      'explained',
      'the bank asks for a confirmation in its app first',
    ),
    matter(
      'Receipt for last year',
      'Our accountant needs a receipt for last year.',
      'fixed',
      'the receipt is now under Documents',
    ),
    matter(
      'Totals differ by a cent',
      'Net and tax do not add up to the total.',
      'fixed',
      'the invoice has been issued again with the right total',
      rounding,
    ),
    matter(
      'Tax shown with three decimals',
      'The tax line has three digits after the point.',
      'fixed',
      'the invoice has been issued again in the usual form',
      rounding,
    ),
    matter(
      'Change of billing address',
      'We have moved; please change the address on invoices.',
      'fixed',
      'the new address is on file',
    ),
    matter(
      'Paying by bank transfer',
      'Can we pay by transfer instead of by card?',
      'explained',
      'transfers are possible from ten seats on',
    ),
    matter('Credit note not received', 'We were promised a credit note in January.', 'fixed', 'the credit note went out today'),
    matter(
      'Invoice in another currency',
      'Could we be invoiced in euros?',
      'explained',
      'the currency can be changed once a year, at renewal',
    ),
  ],
  product: [
    matter(
      'Export file is empty',
      'The CSV export downloads, but there is nothing in it.',
      'fixed',
      'the export works again since this morning',
      emoji,
    ),
    matter(
      'Rows missing in the export',
      'Eleven of our rows are not in the export.',
      'fixed',
      'all rows are in the export again',
      emoji,
    ),
    matter(
      'Calendar shows wrong week',
      'The calendar starts one week too late.',
      'fixed',
      'the calendar shows the right week again',
      calendar,
    ),
    matter(
      'Deadlines one week off',
      'All deadlines moved by a week on Sunday.',
      'fixed',
      'the deadlines are back where they were',
      calendar,
    ),
    matter(
      'Cannot rename a project',
      'Renaming a project gives an error.',
      'explained',
      'only the owner of a project can rename it',
    ),
    matter('Notifications arrive twice', 'Every notification comes two times.', 'fixed', 'notifications come once again', twice),
    matter(
      'Two e-mails for each comment',
      'Each comment sends us two e-mails.',
      'fixed',
      'there is one e-mail per comment again',
      twice,
    ),
    matter('Dark mode makes text unreadable', 'Some labels are black on black.', 'fixed', 'the labels have been made lighter'),
    matter(
      'Search ignores attachments',
      'Attachments never show up in the search.',
      'fixed',
      'attachments are found again',
      search,
    ),
    matter(
      'New files cannot be found',
      'Files from today do not appear in the search.',
      'fixed',
      'files of today are found again',
      search,
    ),
    matter(
      'Undo removes too much',
      'Undo takes back ten changes instead of one.',
      'not_reproducible',
      'we could not make it happen on our side',
    ),
    matter('Right-to-left text is cut off', 'Arabic comments lose their last word.', 'fixed', 'the text is no longer cut off'),
    matter(
      'How to share a board',
      'How do we let a client see one board only?',
      'explained',
      'a guest link shows one board and nothing else',
    ),
    matter(
      'Keyboard shortcut stopped working',
      'Ctrl+K does nothing since Monday.',
      'not_reproducible',
      'the shortcut works in all browsers we tried',
    ),
  ],
  infrastructure: [
    matter(
      'Login takes a minute',
      'Since this morning a login takes about a minute.',
      'fixed',
      'logins are as fast as before',
      logins,
    ),
    matter(
      'Password page never loads',
      'After the user name nothing happens for ages.',
      'fixed',
      'the page loads at once again',
      logins,
    ),
    matter('API returns error 503', 'Half of our API calls fail with error 503.', 'fixed', 'the faulty server was replaced'),
    matter('Webhook deliveries delayed', 'Webhooks arrive an hour late.', 'fixed', 'webhooks arrive within seconds again', queue),
    matter(
      'Events come in bursts',
      'Nothing for an hour, then two hundred events at once.',
      'fixed',
      'events come evenly again',
      queue,
    ),
    matter(
      'Single sign-on loop',
      'Signing in sends us round in circles.',
      'explained',
      'the clock of the identity server has to be right',
      tokens,
    ),
    matter(
      'Signed out every ten minutes',
      'Everybody here is signed out every ten minutes.',
      'fixed',
      'sessions last eight hours again',
      tokens,
    ),
    matter('Uploads time out', 'Files above 20 MB cannot be uploaded.', 'explained', 'the limit of the plan is 20 MB per file'),
    matter(
      'Browser warns about file links',
      'Opening a file shows a warning about the certificate.',
      'fixed',
      'the certificate has been renewed',
      certificate,
    ),
    matter(
      'Downloads blocked by firewall',
      'Our firewall says that your file server cannot be trusted.',
      'fixed',
      'the file server has a new certificate',
      certificate,
    ),
    matter(
      'Backup restore request',
      'Please restore our workspace from the backup.',
      'fixed',
      'the workspace is as it was on Friday night',
    ),
    matter('Allow our new IP range', 'We have new addresses; please let them through.', 'fixed', 'the new addresses are allowed'),
    matter(
      'Where is our data stored',
      'Our auditor asks in which country our data lies.',
      'explained',
      'the data of your region lies in Frankfurt',
    ),
    matter(
      'Ping times doubled',
      'The ping to your servers has doubled since Tuesday.',
      'not_reproducible',
      'our measurements show no change',
    ),
  ],
};

type Sent = { readonly team: Team; readonly subject: string };

/** What a ticket is about; undefined for a subject that nobody has thought of. */
export function matterOf(ticket: Sent): Matter | undefined {
  return matters[ticket.team].find((item) => item.subject === ticket.subject);
}

/** Whether a known problem may be behind a ticket. */
export function explains(problem: { readonly team: Team; readonly title: string }, ticket: Sent): boolean {
  return problem.team === ticket.team && matterOf(ticket)?.problem === problem.title;
}

/** Whether two tickets are about the same thing: the same subject, or two signs of one fault. */
export function isSameMatter(one: Sent, other: Sent): boolean {
  const [first, second] = [matterOf(one), matterOf(other)];
  return first !== undefined && (first === second || (first.problem !== undefined && first.problem === second?.problem));
}

/** The known problems of all teams. */
export function knownFaults(): { title: string; team: Team }[] {
  return (['billing', 'product', 'infrastructure'] as const).flatMap((team) => {
    const titles = new Set(matters[team].flatMap((item) => item.problem ?? []));
    return [...titles].map((title) => ({ title, team }));
  });
}
