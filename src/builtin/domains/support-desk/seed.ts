import { addDays } from '../../../base/days.ts';
import type { Random } from '../../../base/random.ts';
import type { Setting } from '../../kit/domain.ts';
import { companies, people } from '../../kit/names.ts';
import { keyBy } from '../../kit/records.ts';
import type { Agent, Contact, Customer, Message, Problem, SupportDeskState, Team, Ticket } from './design.ts';
import { explains, isSameMatter, knownFaults, type Matter, matters } from './matters.ts';

/** Status of every ticket with the day it was opened (days ago). */
const lives: readonly (readonly [Ticket['status'], number])[] = [
  ['new', 0],
  ['new', 0],
  ['new', 1],
  ['new', 1],
  ['new', 2],
  ['open', 1],
  ['open', 1],
  ['open', 2],
  ['open', 3],
  ['open', 3],
  ['open', 4],
  ['pending', 2],
  ['pending', 3],
  ['pending', 5],
  ['pending', 6],
  ['resolved', 4],
  ['resolved', 6],
  ['resolved', 8],
  ['resolved', 40],
  ['closed', 20],
  ['closed', 30],
  ['merged', 2],
];

function makeAgents(random: Random, today: string): Agent[] {
  const teams: readonly Team[] = [
    'billing',
    'billing',
    'billing',
    'product',
    'product',
    'product',
    'product',
    'infrastructure',
    'infrastructure',
    'infrastructure',
  ];
  return people(random, teams.length).map((person, i) => ({
    agent_id: `A-${11 + i * 2}`,
    name: person.name,
    team: teams[i] ?? 'product',
    senior: [0, 3, 4, 7].includes(i),
    away_until:
      i === 2 || i === 6 ? addDays(today, random.integer(1, 9)) : i === 9 ? addDays(today, -random.integer(2, 5)) : null,
  }));
}

const isInWork = (status: Ticket['status']): boolean => ['new', 'open', 'pending'].includes(status);

/** Faults of each team, of those behind tickets where there are any, one fixed; some tickets are linked to theirs already. */
function makeProblems(tickets: readonly Ticket[], random: Random): Problem[] {
  const inWork = tickets.filter((ticket) => isInWork(ticket.status));
  const faults = random
    .shuffle(knownFaults())
    .map(({ title, team }): Problem => ({ problem_id: '', title, team, status: 'investigating' }));
  const pressing = (fault: Problem): number => inWork.filter((ticket) => explains(fault, ticket)).length;
  const sorted = [...faults].sort((left, right) => pressing(right) - pressing(left));
  const chosen = (['billing', 'product', 'infrastructure'] as const).flatMap(
    (team) => sorted.find((fault) => fault.team === team) ?? [],
  );
  const rest = sorted.filter((fault) => !chosen.includes(fault));
  const problems = [...chosen, ...rest.slice(0, 1), ...rest.slice(-1)].map(
    (fault, i): Problem => ({ ...fault, problem_id: `KP-${21 + i * 4}`, status: i === 4 ? 'fixed' : 'investigating' }),
  );
  for (const problem of problems.filter((one) => one.status === 'investigating'))
    for (const ticket of inWork.filter((one) => explains(problem, one)))
      if (random.chance(0.3)) ticket.problem_id = problem.problem_id;
  return problems;
}

/** A desk with tickets in every phase of their life, for customers of every plan. */
export function makeState({ policy, today, random }: Omit<Setting<SupportDeskState>, 'state'>): SupportDeskState {
  const plans: readonly Customer['plan'][] = ['premium', 'standard', 'free', 'standard', 'premium', 'standard', 'free'];
  const customers = random.sample(companies, plans.length).map(
    (name, i): Customer => ({
      customer_id: `C-${301 + i * 9}`,
      name,
      plan: plans[i] ?? 'free',
      contract_until: addDays(today, i === 5 ? -random.integer(5, 30) : random.integer(30, 400)),
    }),
  );
  const contacts = people(random.fork('contacts'), 12).map(
    (person, i): Contact => ({
      contact_id: `P-${500 + i * 3}`,
      customer_id: customers[i % customers.length]?.customer_id ?? '',
      name: person.name,
      email: person.email,
    }),
  );
  const agents = makeAgents(random.fork('agents'), today);
  const tickets: Ticket[] = [];
  const messages: Message[] = [];
  const load = new Map<string, number>();
  const teams: readonly Team[] = ['billing', 'product', 'infrastructure'];
  const pool = Object.fromEntries(teams.map((team) => [team, random.shuffle(matters[team])]));
  // A contact who writes twice to a team while the first ticket goes on writes of another sign of the same fault.
  const draw = (team: Team, status: Ticket['status'], contact: Contact): Matter | undefined => {
    const left = pool[team] ?? [];
    const earlier = tickets.find((one) => isInWork(one.status) && one.team === team && one.contact_id === contact.contact_id);
    const again = earlier && left.find((item) => isSameMatter({ team, subject: item.subject }, earlier));
    const isFree = (item: Matter): boolean =>
      !tickets.some((one) => one.status === 'new' && isSameMatter({ team, subject: item.subject }, one));
    const found =
      (isInWork(status) ? again : undefined) ??
      left.find((item) => isFree(item) && (status !== 'new' || item.problem !== undefined)) ??
      left[0];
    pool[team] = left.filter((item) => item !== found);
    return found;
  };
  const say = (ticket: Ticket, kind: Message['kind'], agent_id: string | null, text: string, sent: string): void => {
    messages.push({ message_id: `M-${900 + messages.length * 2}`, ticket_id: ticket.ticket_id, kind, agent_id, text, sent });
  };

  for (const [i, [status, age]] of lives.entries()) {
    const team = status === 'merged' ? 'product' : (teams[i % 3] ?? 'product');
    const contact = contacts[(i * 5) % contacts.length];
    const customer = customers.find((one) => one.customer_id === contact?.customer_id);
    const matter = contact && draw(team, status, contact);
    if (!contact || !customer || !matter) continue;
    const working = status === 'open' || status === 'pending';
    const staff = random
      .shuffle(agents.filter((agent) => agent.team === team))
      .sort((a, b) => (load.get(a.agent_id) ?? 0) - (load.get(b.agent_id) ?? 0));
    const escalated = working && customer.plan !== 'free' && i % 5 === 0;
    const agent = status === 'new' || status === 'merged' ? undefined : staff.find((one) => !escalated || one.senior);
    if (agent && working) load.set(agent.agent_id, (load.get(agent.agent_id) ?? 0) + 1);
    const priorities: readonly Ticket['priority'][] =
      customer.plan === 'premium' ? ['urgent', 'high', 'normal'] : ['normal', 'high', 'low'];
    const priority = priorities[i % 3] ?? 'normal';
    const opened = `${addDays(today, -age)}T0${random.integer(6, 8)}:${10 + i * 2}:00Z`;
    const steps = { urgent: 1, high: 2, normal: 6, low: 12 }[priority];
    const hours = Number(policy.urgent_hours) * steps * (customer.plan === 'premium' ? 1 : Number(policy.standard_factor));
    const over = status === 'resolved' || status === 'closed';
    const results = ['explained', 'fixed', 'not_reproducible', 'fixed', 'withdrawn'] as const;
    const ticket: Ticket = {
      ticket_id: `T-${2040 + i * 7}`,
      contact_id: contact.contact_id,
      subject: matter.subject,
      team,
      priority,
      status,
      agent_id: agent?.agent_id ?? null,
      escalated,
      problem_id: null,
      merged_into: null,
      opened,
      answer_due: new Date(Date.parse(opened) + hours * 3_600_000).toISOString().replace('.000Z', 'Z'),
      resolution: over ? (team === 'billing' ? 'refunded' : (results[i % 5] ?? 'fixed')) : null,
      resolved_on: over ? addDays(today, -Math.max(0, age - 3)) : null,
    };
    tickets.push(ticket);
    say(ticket, 'question', null, matter.question, opened);
    if (!agent) continue;
    const later = `${addDays(today, -Math.max(0, age - 1))}T08:50:00Z`;
    if (status === 'pending' || (over && ticket.resolution !== 'withdrawn'))
      say(ticket, 'answer', agent.agent_id, 'Thank you for writing. Could you try again and tell us the result?', later);
    if (i % 4 === 1) say(ticket, 'note', agent.agent_id, 'Looked at it with a colleague.', later);
  }
  // The merged one needs a ticket of the same customer that goes on; one more ticket of that customer makes it likely to be asked for again.
  const merged = tickets.find((ticket) => ticket.status === 'merged');
  const owner = contacts.find((contact) => contact.contact_id === merged?.contact_id);
  const target = tickets.find(
    (ticket) =>
      ticket !== merged &&
      ticket.status !== 'merged' &&
      contacts.some((contact) => contact.contact_id === ticket.contact_id && contact.customer_id === owner?.customer_id),
  );
  if (merged && target) {
    merged.merged_into = target.ticket_id;
    merged.team = target.team;
    merged.subject = target.subject;
    const asked = messages.find((message) => message.ticket_id === target.ticket_id && message.kind === 'question');
    for (const message of messages) if (asked && message.ticket_id === merged.ticket_id) message.text = asked.text;
  }
  const problems = makeProblems(tickets, random.fork('problems'));
  return {
    customers: keyBy(customers, 'customer_id'),
    contacts: keyBy(contacts, 'contact_id'),
    agents: keyBy(agents, 'agent_id'),
    problems: keyBy(problems, 'problem_id'),
    tickets: keyBy(tickets, 'ticket_id'),
    messages: keyBy(messages, 'message_id'),
  };
}
