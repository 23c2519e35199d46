import {
  choice,
  constant,
  type Design,
  day,
  entity,
  flag,
  guard,
  invariant,
  key,
  moment,
  orNull,
  type PolicyOf,
  type RecordOf,
  ref,
  type StateOf,
  text,
  whole,
} from '../../kit/design.ts';

/** Lending desk of a public library. */
export const design = {
  slug: 'library',
  name: 'LendingLibrary',
  title: 'Library',
  domain: 'culture',
  summary: 'Lending desk of a public library',
  introduction:
    'The lending desk of a public library keeps members, titles with their copies, loans, holds and fines. Librarians lend, renew and take back copies, put members into the queue of a title and set copies aside for them, and collect or waive fines. Whoever waits longest gets the next copy that comes free.',
  usefulness: 8,
  modelability: 9,
  terms:
    'library, borrow, book, loan, renew my books, overdue, hold, reserve a book, late fee, fine, library card, return a book, due date, librarian',
  policy: {
    loan_days: constant([21, 28, 14], 'Days for which a copy is lent.'),
    max_loans: constant([4, 5], 'Copies a member may have out at a time.'),
    max_renewals: constant([2, 1], 'How often one loan can be renewed.'),
    daily_fine_cents: constant([20, 25, 30], 'Fine for each day a copy comes back late.'),
    fine_limit_cents: constant([1000, 800], 'Open fines from which a member can no longer borrow, renew or place holds.'),
    damage_fee_cents: constant([400, 600], 'Fine for a copy that comes back damaged.'),
    pickup_days: constant([7, 5], 'Days for which a copy is set aside.'),
  },
  entities: {
    Member: entity('members', 'Someone with a library card.', {
      member_id: key('Number of the library card.'),
      name: text('Full name.'),
      level: choice(['child', 'adult'], 'Children cannot borrow titles for adults.'),
      expires: day('Last day of the membership.'),
      suspended: flag('Whether the member is barred from borrowing.'),
    }),
    Title: entity('titles', 'A work the library owns copies of.', {
      title_id: key('Key.'),
      name: text('Title as on the cover.', { unique: true }),
      author: text('Who wrote it.'),
      genre: choice(['novel', 'crime', 'history', 'travel', 'picture_book'], 'Where it stands.'),
      adults_only: flag('Whether it is for adults.'),
      price_cents: whole('What a lost copy costs.', { minimum: 1 }),
    }),
    Copy: entity('copies', 'One physical copy of a title.', {
      copy_id: key('Barcode on the cover.'),
      title_id: ref('Title', 'The work.'),
      status: choice(['shelf', 'lent', 'set_aside', 'repair', 'lost'], 'Where it is.'),
    }),
    Loan: entity('loans', 'A copy lent to a member.', {
      loan_id: key('Key.'),
      copy_id: ref('Copy', 'The copy.'),
      member_id: ref('Member', 'Who has it.'),
      due: day('Day on which it should be back.'),
      renewals: whole('How often it was renewed.', { minimum: 0 }),
      ended: orNull(day('Day it came back or was reported lost; null while it is open.')),
    }),
    Hold: entity('holds', "A member's place in the queue for a title.", {
      hold_id: key('Key.'),
      title_id: ref('Title', 'The work.'),
      member_id: ref('Member', 'Who waits.'),
      placed: moment('When it was placed; decides the order of the queue.', { policy: 'exempt' }),
      status: choice(['waiting', 'ready', 'fulfilled', 'cancelled', 'expired'], 'How far it is.'),
      copy_id: orNull(ref('Copy', 'The copy that is set aside while the hold is ready.')),
      pickup_until: orNull(day('Last day for picking it up while the hold is ready.')),
    }),
    Fine: entity('fines', 'Money a member owes.', {
      fine_id: key('Key.'),
      member_id: ref('Member', 'Who owes it.'),
      loan_id: ref('Loan', 'The loan it comes from.'),
      kind: choice(['late', 'damage', 'lost'], 'What for.'),
      amount_cents: whole('How much.', { minimum: 1 }),
      status: choice(['open', 'paid', 'waived'], 'Whether it is settled.'),
      waive_reason: orNull(choice(['illness', 'library_error', 'goodwill'], 'Why it was waived.')),
    }),
  },
  rules: {
    R1: guard('A member who is suspended or whose membership has run out can neither borrow nor renew nor place holds.'),
    R2: guard('A member has at most {max_loans} copies out at a time.'),
    R3: guard('A member who owes {fine_limit_cents} cents or more can neither borrow nor renew nor place holds.'),
    R4: guard('Only a copy on the shelf can be lent, or one that is set aside for this very member.'),
    R5: guard('Children can neither borrow nor reserve titles for adults.'),
    R6: guard(
      'A loan is renewed at most {max_renewals} times, only before it is overdue and only while nobody waits for the title.',
    ),
    R7: guard(
      'A hold can be placed only while no copy stands on the shelf, by a member who neither has the title nor a hold on it.',
    ),
    R8: guard('A ready hold expires only after its last pick-up day, and a hold that is over cannot be changed.'),
    R9: guard('Only open fines can be paid or waived, and fines for lost copies are never waived.'),
    R10: guard('Only copies on the shelf go to repair.'),
    R14: guard('A membership is not extended while a lost copy is unpaid.'),
    R11: invariant('A copy is lent exactly when one open loan names it.'),
    R12: invariant('A copy is set aside exactly when one ready hold names it, and that hold is on its title.'),
    R13: invariant('Nobody waits for a title of which a copy stands on the shelf, and nobody has two active holds on one title.'),
  },
} satisfies Design;

export type LibraryPolicy = PolicyOf<typeof design.policy>;
export type LibraryState = StateOf<typeof design.entities>;
export type Member = RecordOf<typeof design.entities.Member>;
export type Title = RecordOf<typeof design.entities.Title>;
export type Copy = RecordOf<typeof design.entities.Copy>;
export type Loan = RecordOf<typeof design.entities.Loan>;
export type Hold = RecordOf<typeof design.entities.Hold>;
export type Fine = RecordOf<typeof design.entities.Fine>;
