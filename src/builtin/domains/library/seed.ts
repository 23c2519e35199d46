import { addDays } from '../../../base/days.ts';
import type { Setting } from '../../kit/domain.ts';
import { people } from '../../kit/names.ts';
import { keyBy } from '../../kit/records.ts';
import type { Copy, Fine, Hold, LibraryState, Loan, Member, Title } from './design.ts';

const works: readonly (readonly [string, Title['genre']])[] = [
  ['The Salt Road', 'novel'],
  ['Winter Ferry', 'novel'],
  ['A House of Seven Doors', 'novel'],
  ['The Beekeeper of Via Roma', 'novel'],
  ['Letters to Nobody', 'novel'],
  ['Death at Low Tide', 'crime'],
  ['The Silent Organist', 'crime'],
  ['Murder on Platform Nine', 'crime'],
  ['The Glass Alibi', 'crime'],
  ['Empires of Paper', 'history'],
  ['The Longest Harvest', 'history'],
  ['How Cities Learned to Drink', 'history'],
  ['Bridges and Their Builders', 'history'],
  ['Slow Trains through Anatolia', 'travel'],
  ['Islands without Airports', 'travel'],
  ['Walking the Old Border', 'travel'],
  ['The Bear Who Counted Snow', 'picture_book'],
  ['Goodnight, Little Tram', 'picture_book'],
  ['Where Does Tuesday Go?', 'picture_book'],
];

/** A library whose copies are at home, lent, set aside, broken and lost, with queues for the wanted titles. */
export function makeState({ policy, today, random }: Omit<Setting<LibraryState>, 'state'>): LibraryState {
  const members = people(random, 11).map(
    (person, i): Member => ({
      member_id: `M-${4100 + i * 13}`,
      name: person.name,
      level: i === 3 || i === 7 ? 'child' : 'adult',
      expires: addDays(today, i === 5 ? -random.integer(2, 20) : i === 6 ? random.integer(3, 12) : random.integer(40, 330)),
      suspended: i === 10,
    }),
  );
  const authors = people(random.fork('authors'), 9).map((person) => person.name);
  const titles = random.sample(works, 14).map(
    ([name, genre], i): Title => ({
      title_id: `T-${30 + i * 4}`,
      name,
      author: random.pick(authors),
      genre,
      adults_only: genre === 'crime' && i % 2 === 0,
      price_cents: 1200 + random.integer(0, 30) * 50,
    }),
  );
  const copies: Copy[] = [];
  const loans: Loan[] = [];
  const holds: Hold[] = [];
  const fines: Fine[] = [];
  const maxRenewals = Number(policy.max_renewals);
  const loanDays = Number(policy.loan_days);
  const counts = new Map<string, number>();
  /** An adult who still may have another copy; those who owe or are barred come last in the list and are left out. */
  const borrower = (title: Title): Member | undefined =>
    random
      .shuffle(members.slice(0, 7))
      .find(
        (member) =>
          (counts.get(member.member_id) ?? 0) < Math.min(3, Number(policy.max_loans) - 1) &&
          !(title.adults_only && member.level === 'child'),
      );
  const add = (title: Title, status: Copy['status']): Copy => {
    const copy: Copy = { copy_id: `B-${10400 + copies.length * 17}`, title_id: title.title_id, status };
    copies.push(copy);
    return copy;
  };
  const loan = (copy: Copy, member: Member, due: string, ended: string | null): Loan => {
    const created: Loan = {
      loan_id: `LN-${700 + loans.length * 3}`,
      copy_id: copy.copy_id,
      member_id: member.member_id,
      due,
      renewals: random.integer(0, maxRenewals),
      ended,
    };
    loans.push(created);
    return created;
  };
  const lend = (title: Title, due: string): void => {
    const member = borrower(title);
    if (!member) {
      add(title, 'repair');
      return;
    }
    counts.set(member.member_id, (counts.get(member.member_id) ?? 0) + 1);
    loan(add(title, 'lent'), member, due, null);
  };
  const hold = (title: Title, member: Member, status: Hold['status'], copy: Copy | null, until: string | null): void => {
    holds.push({
      hold_id: `H-${50 + holds.length * 2}`,
      title_id: title.title_id,
      member_id: member.member_id,
      placed: `${addDays(today, -20 + holds.length)}T${10 + (holds.length % 7)}:30:00Z`,
      status,
      copy_id: copy?.copy_id ?? null,
      pickup_until: until,
    });
  };
  const queue = (title: Title, count: number): void => {
    const holder = new Set(
      loans
        .filter((item) => copies.some((copy) => copy.copy_id === item.copy_id && copy.title_id === title.title_id))
        .map((item) => item.member_id),
    );
    const waiting = random.shuffle(
      members.filter((member) => !holder.has(member.member_id) && !(title.adults_only && member.level === 'child')),
    );
    for (const member of waiting.slice(0, count)) hold(title, member, 'waiting', null, null);
  };

  for (const [i, title] of titles.entries()) {
    const soon = addDays(today, random.integer(0, Math.min(9, loanDays - 1)));
    const late = addDays(today, -random.integer(2, 24));
    if (i < 4) add(title, 'shelf');
    else if (i === 4) {
      add(title, 'shelf');
      add(title, 'shelf');
      lend(title, soon);
    } else if (i < 8) {
      lend(title, i === 5 ? late : soon);
      if (i !== 7) queue(title, i - 4);
    } else if (i < 10) {
      // Set aside for one, wanted by another; one of both was not picked up in time.
      const copy = add(title, 'set_aside');
      const [first, second] = random.shuffle(members.slice(0, 9).filter((member) => member.level === 'adult'));
      if (!first || !second) throw new Error('a library needs members');
      hold(title, first, 'ready', copy, addDays(today, i === 8 ? -random.integer(1, 3) : random.integer(1, 4)));
      hold(title, second, 'waiting', null, null);
    } else if (i === 10) {
      add(title, 'repair');
      lend(title, late);
      queue(title, 1);
    } else if (i === 11) {
      add(title, 'lost');
      lend(title, soon);
    } else {
      add(title, 'shelf');
      lend(title, i === 12 ? late : soon);
    }
  }
  // What was borrowed before, and what it cost.
  const past = copies.filter((copy) => copy.status === 'shelf');
  const kinds = ['late', 'late', 'damage', 'late', 'lost', 'late', 'late', 'damage'] as const;
  const statuses = ['open', 'waived', 'open', 'paid', 'open', 'waived', 'waived', 'paid'] as const;
  const debtors = [0, 1, 0, 2, 9, 4, 8, 3];
  for (const [i, kind] of kinds.entries()) {
    const lost = kind === 'lost' ? copies.find((copy) => copy.status === 'lost') : undefined;
    const copy = lost ?? past[i % past.length];
    const member = members[debtors[i] ?? 0];
    if (!copy || !member) continue;
    const title = titles.find((item) => item.title_id === copy.title_id);
    const days = random.integer(3, 14);
    const due = addDays(today, -40 - i * 5);
    const before = loan(copy, member, due, addDays(due, kind === 'late' ? days : -1));
    const amounts = {
      late: days * Number(policy.daily_fine_cents),
      damage: Number(policy.damage_fee_cents),
      lost: title?.price_cents ?? 2000,
    };
    const status = statuses[i] ?? 'paid';
    fines.push({
      fine_id: `F-${80 + i * 3}`,
      member_id: member.member_id,
      loan_id: before.loan_id,
      kind,
      amount_cents: amounts[kind],
      status,
      waive_reason: status === 'waived' ? ((['illness', 'library_error', 'goodwill'] as const)[i % 3] ?? 'goodwill') : null,
    });
  }
  const ended = ['fulfilled', 'cancelled', 'expired'] as const;
  for (const [i, status] of ended.entries()) {
    const title = titles[i];
    const member = members[i + 4];
    if (title && member) hold(title, member, status, null, null);
  }
  return {
    members: keyBy(members, 'member_id'),
    titles: keyBy(titles, 'title_id'),
    copies: keyBy(copies, 'copy_id'),
    loans: keyBy(loans, 'loan_id'),
    holds: keyBy(holds, 'hold_id'),
    fines: keyBy(fines, 'fine_id'),
  };
}
