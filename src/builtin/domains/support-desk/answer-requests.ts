import { addDays, daysBetween } from '../../../base/days.ts';
import { all, at, pairs } from '../../../domain/contract/reading.ts';
import { answer, showing } from '../../kit/request.ts';
import { call, free, isTold, priorities, request, teams, ticketsIn } from './desk.ts';
import { isSameMatter, matterOf, matters } from './matters.ts';
import { carriedBy } from './read-contract.ts';

const openForCaller = request({
  name: 'open a ticket for a caller',
  cases: ({ state }) => pairs(all(state.contacts), teams),
  ask([contact, team], desk) {
    const { state, random } = desk;
    const customer = at(state.customers, contact.customer_id);
    const known = new Set(all(state.tickets).map((ticket) => ticket.subject));
    const [matter] = random.shuffle(matters[team].filter((item) => !known.has(item.subject)));
    if (!matter || customer.contract_until < desk.today) return undefined;
    const { subject, question } = matter;
    const priority = random.pick(priorities);
    const able = free(desk, team).slice(0, 2);
    const assigned = able.length === 2 && random.chance(0.5) ? [random.pick(able)] : [];
    const tail = assigned.map(({ name }) => ` and assign it to ${name}`).join('');
    const opened = call('open_ticket', { contact_id: contact.contact_id, team, priority, subject });
    return {
      says: [
        `${contact.name} from ${customer.name} called: "${question}" Open a ticket "${subject}" of ${priority} priority for the ${team} team${tail}.`,
        `I had ${contact.name} of ${customer.name} on the line, about "${subject}". That is one for the ${team} team with ${priority} priority; please open a ticket${tail}.`,
        `Please enter a ticket with ${priority} priority for the ${team} team: ${contact.name} from ${customer.name} wrote to me, subject "${subject}". Open it${tail}.`,
      ],
      sees: [contact, ...assigned],
      does: [opened],
      afterwards: assigned.map(({ agent_id }) =>
        call('assign_ticket', { ticket_id: answer(opened, 'data.ticket_id'), agent_id }),
      ),
    };
  },
});

const answerAndResolve = request({
  name: 'answer and resolve',
  cases: (desk) => ticketsIn(desk, 'open'),
  ask({ ticket, id, own, card, touches }, { random }) {
    const [agent] = own;
    const matter = matterOf(ticket);
    if (!agent || !matter) return undefined;
    const { answer: words, resolution } = matter;
    const text = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
    const how = resolution === 'not_reproducible' ? 'not reproducible' : resolution;
    const resolves = random.chance(0.65);
    const end = resolves ? `Then resolve it as ${how}.` : random.pick(['Do not resolve it yet.', 'Leave it unresolved for now.']);
    return {
      says: [
        `Answer ticket ${id} in the name of ${agent.name}: ${words}. ${end}`,
        `${agent.name} wants to tell the customer of ticket ${id} that ${words}. Please send that answer. ${end}`,
        `Reply on ticket ${id} for ${agent.name}, saying that ${words}. ${end}`,
      ],
      sees: [card, agent, call('list_messages', { ticket_id: id })],
      does: [call('answer_ticket', { ticket_id: id, agent_id: agent.agent_id, text })],
      afterwards: resolves ? [call('resolve_ticket', { ticket_id: id, resolution })] : [],
      touches,
    };
  },
});

const resolvePending = request({
  name: 'resolve what was confirmed',
  cases: (desk) =>
    pairs(ticketsIn(desk, 'pending'), [
      ['confirmed by phone that everything works again, so resolve ticket # as fixed', 'fixed'],
      ['understands it now. Resolve ticket # as explained', 'explained'],
      ['has withdrawn the request, so ticket # can be resolved as withdrawn', 'withdrawn'],
    ] as const),
  ask: ([{ ticket, id, card, touches }, [words, resolution]], { state }) => ({
    says: [`${at(state.contacts, ticket.contact_id).name} ${words.replace('#', id)}.`],
    sees: [card],
    does: [call('resolve_ticket', { ticket_id: id, resolution })],
    touches,
  }),
});

const reopenOrOpen = request({
  name: 'reopen or open anew',
  kind: 'conditional',
  cases: (desk) => ticketsIn(desk, 'resolved'),
  ask({ ticket, id, customer, own, touches }, { state, policy, today }) {
    const { contact_id, team, subject, resolved_on } = ticket;
    const [agent] = own;
    if (!agent || resolved_on === null || customer.contract_until < today) return undefined;
    const isPossible = daysBetween(resolved_on, today) <= policy.reopen_days;
    if (isPossible && carriedBy(state, agent.agent_id) >= policy.max_open_tickets) return undefined;
    const { name } = at(state.contacts, contact_id);
    return {
      says: [
        `${name} writes that ticket ${id} is not solved after all. Reopen it if that is still possible; if it was resolved too long ago, open one of normal priority with the same subject for the same team and contact.`,
        `The trouble of ticket ${id} is back, says ${name}. If our deadline for reopening has not passed, reopen the ticket, otherwise make a new one: same contact, team and subject, normal priority.`,
        `${name} is not content with how ticket ${id} ended. Take it up again where the rules still allow it. Where they do not, open a fresh ticket of normal priority for the same person, team and subject.`,
      ],
      sees: [showing(call('get_ticket', { ticket_id: id }), ticket, at(state.contacts, contact_id))],
      does: [
        isPossible
          ? call('reopen_ticket', { ticket_id: id })
          : call('open_ticket', { contact_id, team, priority: 'normal', subject }),
      ],
      touches,
    };
  },
});

const reopen = request({
  name: 'reopen a ticket',
  cases: (desk) => ticketsIn(desk, 'resolved', 'closed'),
  ask({ id, customer, card, touches }) {
    return {
      says: [`${customer.name} says that the trouble of ticket ${id} is back. Reopen that ticket.`],
      sees: [card],
      does: [call('reopen_ticket', { ticket_id: id })],
      touches,
    };
  },
  refusals: [
    {
      because: 'R1 the ticket is closed',
      says: (item, desk) =>
        isTold(desk, item)
          ? [
              `${item.customer.name} says that "${item.ticket.subject}" is back. Reopen the old ticket; a new one is not wanted.`,
              `Reopen the ticket of ${item.customer.name} about "${item.ticket.subject}". If that cannot be done, do not open another.`,
            ]
          : undefined,
      shows: ({ ticket }) => [[ticket, 'status']],
    },
  ],
});

const merge = request({
  name: 'merge duplicates',
  cases(desk) {
    const active = ticketsIn(desk, 'new', 'open', 'pending');
    return pairs(active, active).filter(([one, other]) => isSameMatter(one.ticket, other.ticket));
  },
  ask: ([{ id, customer, card, touches }, target]) => ({
    says: [
      `${customer.name} has written twice about the same thing, in tickets ${id} and ${target.id}. Merge ${id} into ${target.id}.`,
      `${customer.name} would like ticket ${id} to be dealt with as part of ${target.id}, since it is the same trouble; merge it into that one.`,
      `Ticket ${id} need not go on by itself: ${customer.name} agrees that it becomes part of ticket ${target.id}. Merge it.`,
    ],
    sees: [card, target.card],
    does: [call('merge_tickets', { ticket_id: id, into_ticket_id: target.id })],
    touches: [...touches, ...target.touches],
  }),
});

const closeOld = request({
  name: 'close what can no longer be reopened',
  kind: 'bulk',
  cases: () => ['all'],
  ask(_all, desk) {
    const days = desk.policy.reopen_days;
    const stale = ticketsIn(desk, 'resolved').filter(({ ticket }) => (ticket.resolved_on ?? '') < addDays(desk.today, -days));
    if (stale.length === 0) return undefined;
    return {
      says: [
        `Close all resolved tickets that were resolved more than ${days} days ago.`,
        `Tidy up: every ticket that has been resolved for more than ${days} days is to be closed.`,
        `Whatever was resolved more than ${days} days ago can no longer be reopened. Close those tickets, and no others.`,
        `Please go through the resolved tickets and close the ones that have been in that state for over ${days} days.`,
      ],
      sees: [showing(call('find_tickets', { status: 'resolved' }), ...stale.map(({ ticket }) => ticket))],
      does: stale.map(({ id }) => call('close_ticket', { ticket_id: id })),
      touches: stale.flatMap(({ touches }) => touches),
    };
  },
});

const close = request({
  name: 'close a ticket',
  cases: (desk) => ticketsIn(desk, 'resolved', 'closed'),
  ask: ({ id, customer, card, touches }) => ({
    says: [`${customer.name} is content: close ticket ${id}.`, `Ticket ${id} is settled for good. Please close it.`],
    sees: [card],
    does: [call('close_ticket', { ticket_id: id })],
    touches,
  }),
  refusals: [
    {
      because: 'R1 the ticket is closed',
      kind: 'already-done',
      says: (item, desk) =>
        isTold(desk, item)
          ? [
              `The matter "${item.ticket.subject}" of ${item.customer.name} is settled for good; make sure that the ticket is closed.`,
              `See that the ticket of ${item.customer.name} about "${item.ticket.subject}" is closed.`,
            ]
          : undefined,
      shows: ({ ticket }) => [[ticket, 'status']],
    },
  ],
});

export const answerRequests = [openForCaller, merge, answerAndResolve, reopenOrOpen, resolvePending, closeOld, reopen, close];
