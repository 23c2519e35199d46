import { addDays, daysBetween } from '../../../base/days.ts';
import type { RequestTemplate } from '../../kit/domain.ts';
import type { SupportDeskState } from './design.ts';
import { agentOf, carries, customerOf, free, get, isActive, isAnswered, number, tickets, touch } from './lookups.ts';
import { isSameMatter, matterOf, matters } from './matters.ts';

const openForCaller: RequestTemplate<SupportDeskState> = {
  name: 'open a ticket for a caller',
  plan(setting) {
    const { state, today, random } = setting;
    const contact = random
      .shuffle(Object.values(state.contacts))
      .find((one) => (state.customers[one.customer_id]?.contract_until ?? '') >= today);
    const customer = contact && state.customers[contact.customer_id];
    if (!contact || !customer) return undefined;
    const team = random.pick(['billing', 'product', 'infrastructure'] as const);
    const known = new Set(Object.values(state.tickets).map((ticket) => ticket.subject));
    const matter = random.shuffle(matters[team]).find((item) => !known.has(item.subject));
    if (!matter) return undefined;
    const { subject } = matter;
    const priority = random.pick(['low', 'normal', 'high'] as const);
    const agent = random.chance(0.5) ? free(setting, team)[0] : undefined;
    const second = agent && free(setting, team)[1];
    const assigned = agent && second ? random.pick([agent, second]) : undefined;
    return {
      text: `${random.pick([
        `${contact.name} from ${customer.name} called: "${matter.question}" Open a ticket "${subject}" of ${priority} priority for the ${team} team`,
        `I had ${contact.name} of ${customer.name} on the line, about "${subject}". That is one for the ${team} team with ${priority} priority; please open a ticket`,
        `Please enter a ticket with ${priority} priority for the ${team} team: ${contact.name} from ${customer.name} wrote to me, subject "${subject}". Open it`,
      ])}${assigned ? ` and assign it to ${assigned.name}.` : '.'}`,
      records: [`customers/${customer.customer_id}`, ...(assigned ? [`agents/${assigned.agent_id}`] : [])],
      calls: [
        { tool: 'find_customers', arguments: { text: customer.name } },
        { tool: 'list_contacts', arguments: { customer_id: customer.customer_id } },
        ...(assigned ? [{ tool: 'get_agent', arguments: { name: assigned.name } }] : []),
        { tool: 'open_ticket', arguments: { contact_id: contact.contact_id, team, priority, subject } },
        ...(assigned
          ? [
              {
                tool: 'assign_ticket',
                arguments: { ticket_id: { from: 4, path: 'data.ticket_id' }, agent_id: assigned.agent_id },
              },
            ]
          : []),
      ],
    };
  },
};

const answerAndResolve: RequestTemplate<SupportDeskState> = {
  name: 'answer and resolve',
  plan(setting) {
    const { state, random } = setting;
    const ticket = tickets(setting, (one) => one.status === 'open')[0];
    const agent = ticket && agentOf(state, ticket);
    if (!ticket || !agent) return undefined;
    const matter = matterOf(ticket);
    if (!matter) return undefined;
    const { answer, resolution } = matter;
    const text = `${answer.charAt(0).toUpperCase()}${answer.slice(1)}.`;
    const how = resolution === 'not_reproducible' ? 'not reproducible' : resolution;
    const resolves = random.chance(0.65);
    return {
      text: `${random.pick([
        `Answer ticket ${number(ticket)} in the name of ${agent.name}: ${answer}.`,
        `${agent.name} wants to tell the customer of ticket ${number(ticket)} that ${answer}. Please send that answer.`,
        `Reply on ticket ${number(ticket)} for ${agent.name}, saying that ${answer}.`,
      ])} ${resolves ? `Then resolve it as ${how}.` : random.pick(['Do not resolve it yet.', 'Leave it unresolved for now.'])}`,
      records: touch(state, ticket),
      calls: [
        get(ticket),
        { tool: 'get_agent', arguments: { name: agent.name } },
        { tool: 'list_messages', arguments: { ticket_id: ticket.ticket_id } },
        { tool: 'answer_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: agent.agent_id, text } },
        ...(resolves ? [{ tool: 'resolve_ticket', arguments: { ticket_id: ticket.ticket_id, resolution } }] : []),
      ],
    };
  },
};

const resolvePending: RequestTemplate<SupportDeskState> = {
  name: 'resolve what was confirmed',
  plan(setting) {
    const { state, random } = setting;
    const ticket = tickets(setting, (one) => one.status === 'pending' && isAnswered(state, one))[0];
    const contact = ticket && state.contacts[ticket.contact_id];
    if (!ticket || !contact) return undefined;
    const [words, resolution] = random.pick([
      ['confirmed by phone that everything works again, so resolve ticket # as fixed', 'fixed'],
      ['understands it now. Resolve ticket # as explained', 'explained'],
      ['has withdrawn the request, so ticket # can be resolved as withdrawn', 'withdrawn'],
    ] as const);
    return {
      text: `${contact.name} ${words.replace('#', number(ticket))}.`,
      records: touch(state, ticket),
      calls: [get(ticket), { tool: 'resolve_ticket', arguments: { ticket_id: ticket.ticket_id, resolution } }],
    };
  },
};

const reopen: RequestTemplate<SupportDeskState> = {
  name: 'reopen or open anew',
  kind: 'conditional',
  plan(setting) {
    const { state, policy, today } = setting;
    for (const ticket of tickets(setting, (one) => one.status === 'resolved' && one.resolved_on !== null)) {
      const agent = agentOf(state, ticket);
      const contact = state.contacts[ticket.contact_id];
      const customer = customerOf(state, ticket);
      if (!agent || !contact || ticket.resolved_on === null || customer.contract_until < today) continue;
      const age = daysBetween(ticket.resolved_on, today);
      const possible = age <= Number(policy.reopen_days);
      if (possible && carries(state, agent) >= Number(policy.max_open_tickets)) continue;
      return {
        text: setting.random.pick([
          `${contact.name} writes that ticket ${number(ticket)} is not solved after all. Reopen it if that is still possible; if it was resolved too long ago, open one of normal priority with the same subject for the same team and contact.`,
          `The trouble of ticket ${number(ticket)} is back, says ${contact.name}. If our deadline for reopening has not passed, reopen the ticket, otherwise make a new one: same contact, team and subject, normal priority.`,
          `${contact.name} is not content with how ticket ${number(ticket)} ended. Take it up again where the rules still allow it. Where they do not, open a fresh ticket of normal priority for the same person, team and subject.`,
        ]),
        records: touch(state, ticket),
        calls: [
          get(ticket),
          possible
            ? { tool: 'reopen_ticket', arguments: { ticket_id: ticket.ticket_id } }
            : {
                tool: 'open_ticket',
                arguments: { contact_id: ticket.contact_id, team: ticket.team, priority: 'normal', subject: ticket.subject },
              },
        ],
      };
    }
    return undefined;
  },
};

const merge: RequestTemplate<SupportDeskState> = {
  name: 'merge duplicates',
  plan(setting) {
    const { state, random } = setting;
    for (const ticket of tickets(setting, isActive)) {
      const customer = customerOf(state, ticket);
      const target = tickets(
        setting,
        (one) =>
          isActive(one) &&
          one !== ticket &&
          one.team === ticket.team &&
          isSameMatter(one, ticket) &&
          customerOf(state, one).customer_id === customer.customer_id,
      )[0];
      if (!target) continue;
      return {
        text: random.pick([
          `${customer.name} has written twice about the same thing, in tickets ${number(ticket)} and ${number(target)}. Merge ${number(ticket)} into ${number(target)}.`,
          `${customer.name} would like ticket ${number(ticket)} to be dealt with as part of ${number(target)}, since it is the same trouble; merge it into that one.`,
          `Ticket ${number(ticket)} need not go on by itself: ${customer.name} agrees that it becomes part of ticket ${number(target)}. Merge it.`,
        ]),
        records: [...touch(state, ticket), ...touch(state, target)],
        calls: [
          get(ticket),
          get(target),
          { tool: 'merge_tickets', arguments: { ticket_id: ticket.ticket_id, into_ticket_id: target.ticket_id } },
        ],
      };
    }
    return undefined;
  },
};

const closeOld: RequestTemplate<SupportDeskState> = {
  name: 'close what can no longer be reopened',
  kind: 'bulk',
  plan(setting) {
    const { state, policy, today, random } = setting;
    const limit = addDays(today, -Number(policy.reopen_days));
    const stale = tickets(setting, (one) => one.status === 'resolved' && one.resolved_on !== null && one.resolved_on < limit);
    if (stale.length === 0) return undefined;
    return {
      text: random.pick([
        `Close all resolved tickets that were resolved more than ${policy.reopen_days} days ago.`,
        `Tidy up: every ticket that has been resolved for more than ${policy.reopen_days} days is to be closed.`,
        `Whatever was resolved more than ${policy.reopen_days} days ago can no longer be reopened. Close those tickets, and no others.`,
        `Please go through the resolved tickets and close the ones that have been in that state for over ${policy.reopen_days} days.`,
      ]),
      records: stale.flatMap((ticket) => touch(state, ticket)),
      calls: [
        { tool: 'find_tickets', arguments: { status: 'resolved' } },
        ...stale.map((ticket) => ({ tool: 'close_ticket', arguments: { ticket_id: ticket.ticket_id } })),
      ],
    };
  },
};

export const answerMoves: readonly RequestTemplate<SupportDeskState>[] = [
  openForCaller,
  merge,
  answerAndResolve,
  reopen,
  resolvePending,
  closeOld,
];
