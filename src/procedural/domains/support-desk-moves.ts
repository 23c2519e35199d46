import type { Move, MoveCall, Setting } from '../domain.ts';
import { alone } from '../records.ts';
import type { Agent, Customer, SupportState, Ticket } from './support-desk-state.ts';

type DeskSetting = Setting<SupportState>;

function customerOf(state: SupportState, ticket: Ticket): Customer {
  const contact = state.contacts[ticket.contact_id];
  const customer = contact && state.customers[contact.customer_id];
  if (!customer) throw new Error(`ticket ${ticket.ticket_id} has no customer`);
  return customer;
}

function isActive(ticket: Ticket): boolean {
  return ticket.status === 'new' || ticket.status === 'open' || ticket.status === 'pending';
}

function isHere({ today }: DeskSetting, agent: Agent): boolean {
  return agent.away_until === null || agent.away_until < today;
}

function carries(state: SupportState, agent: Agent): number {
  return Object.values(state.tickets).filter(
    (ticket) => ticket.agent_id === agent.agent_id && (ticket.status === 'open' || ticket.status === 'pending'),
  ).length;
}

function isAnswered(state: SupportState, ticket: Ticket): boolean {
  return Object.values(state.messages).some((message) => message.ticket_id === ticket.ticket_id && message.kind === 'answer');
}

/** Tickets for which something holds, in random order. */
function tickets({ state, random }: DeskSetting, fits: (ticket: Ticket) => boolean): Ticket[] {
  return random.shuffle(Object.values(state.tickets).filter(fits));
}

function agentOf(state: SupportState, ticket: Ticket): Agent | undefined {
  return ticket.agent_id === null ? undefined : state.agents[ticket.agent_id];
}

/** Agents of a team who could take one more ticket, the least busy first. */
function free(setting: DeskSetting, team: Ticket['team']): Agent[] {
  const { state, policy } = setting;
  return Object.values(state.agents)
    .filter((agent) => agent.team === team && isHere(setting, agent) && carries(state, agent) < Number(policy.max_open_tickets))
    .sort((a, b) => carries(state, a) - carries(state, b));
}

/** A ticket, the customer whose quotas it counts for and the agents whose load it changes. */
function touch(state: SupportState, ticket: Ticket, ...agents: readonly (Agent | undefined)[]): string[] {
  const all = [...agents, agentOf(state, ticket)].flatMap((agent) => (agent ? [`agents/${agent.agent_id}`] : []));
  return [`tickets/${ticket.ticket_id}`, `customers/${customerOf(state, ticket).customer_id}`, ...new Set(all)];
}

const get = (ticket: Ticket): MoveCall => ({ tool: 'get_ticket', arguments: { ticket_id: ticket.ticket_id } });
const number = (ticket: Ticket): string => ticket.ticket_id;

const assignLeastBusy: Move<SupportState> = {
  name: 'assign to the least busy',
  plan(setting) {
    const { state, random } = setting;
    const ticket = tickets(setting, (one) => one.status === 'new')[0];
    if (!ticket) return undefined;
    const [first, second] = free(setting, ticket.team);
    if (!first || (second && carries(state, first) === carries(state, second))) return undefined;
    return {
      text: random.pick([
        `Nobody has picked up ticket ${number(ticket)} yet. Give it to whoever in the ${ticket.team} team is here and carries the fewest tickets.`,
        `Assign ticket ${number(ticket)} to the least busy person of the ${ticket.team} team who is not away.`,
      ]),
      records: [
        ...touch(state, ticket, first),
        ...Object.values(state.agents)
          .filter((agent) => agent.team === ticket.team)
          .map((agent) => `agents/${agent.agent_id}`),
      ],
      calls: [
        get(ticket),
        { tool: 'list_agents', arguments: { team: ticket.team } },
        { tool: 'assign_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: first.agent_id } },
      ],
    };
  },
};

const assignByName: Move<SupportState> = {
  name: 'assign unless away',
  plan(setting) {
    const { state, random } = setting;
    for (const ticket of tickets(setting, (one) => one.status === 'new' || one.status === 'open')) {
      const team = random.shuffle(
        Object.values(state.agents).filter((agent) => agent.team === ticket.team && agent.agent_id !== ticket.agent_id),
      );
      const [wanted, substitute] = team;
      const able = free(setting, ticket.team).filter((agent) => agent.senior || !ticket.escalated);
      if (!wanted || !substitute || !able.includes(substitute)) continue;
      const goes = isHere(setting, wanted);
      if (goes && !able.includes(wanted)) continue;
      return {
        text: random.pick([
          `${wanted.name} should take over ticket ${number(ticket)}; if ${wanted.name.split(' ')[0]} is away, ${substitute.name} gets it.`,
          `Hand ticket ${number(ticket)} to ${wanted.name}, or to ${substitute.name} in case of absence.`,
        ]),
        records: touch(state, ticket, wanted, substitute),
        calls: [
          get(ticket),
          { tool: 'get_agent', arguments: { name: wanted.name } },
          ...(goes ? [] : [{ tool: 'get_agent', arguments: { name: substitute.name } }]),
          {
            tool: 'assign_ticket',
            arguments: { ticket_id: ticket.ticket_id, agent_id: goes ? wanted.agent_id : substitute.agent_id },
          },
        ],
      };
    }
    return undefined;
  },
};

const openForCaller: Move<SupportState> = {
  name: 'open a ticket for a caller',
  plan(setting) {
    const { state, today, random } = setting;
    const contact = random
      .shuffle(Object.values(state.contacts))
      .find((one) => (state.customers[one.customer_id]?.contract_until ?? '') >= today);
    const customer = contact && state.customers[contact.customer_id];
    if (!contact || !customer) return undefined;
    const [team, subject, words] = random.pick([
      ['billing', 'Purchase order number on invoices', 'wants the purchase order number on future invoices'],
      ['billing', 'Cancel two unused seats', 'would like to stop paying for two seats nobody uses'],
      ['product', 'Report shows yesterday twice', 'sees yesterday twice in the weekly report'],
      ['product', 'Cannot delete a comment', 'cannot delete a comment in a project'],
      ['infrastructure', 'Emails from us land in spam', 'says that our e-mails land in the spam folder'],
      ['infrastructure', 'Connection drops every hour', 'loses the connection every hour'],
    ] as const);
    const priority = random.pick(['low', 'normal', 'high'] as const);
    const agent = random.chance(0.5) ? free(setting, team)[0] : undefined;
    const second = agent && free(setting, team)[1];
    const assigned = agent && second ? random.pick([agent, second]) : undefined;
    return {
      text: `${contact.name} from ${customer.name} called and ${words}. ${random.pick([
        `Open a ticket of ${priority} priority for the ${team} team`,
        `That is one for the ${team} team with ${priority} priority; please open a ticket`,
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

const raisePriority: Move<SupportState> = {
  name: 'change a priority',
  plan(setting) {
    const { state, random } = setting;
    const ticket = tickets(setting, isActive)[0];
    if (!ticket) return undefined;
    const priority = random.pick((['low', 'normal', 'high'] as const).filter((one) => one !== ticket.priority));
    return {
      text: random.pick([
        `Ticket ${number(ticket)} should have ${priority} priority.`,
        `Please change the priority of ticket ${number(ticket)} to ${priority}; the customer agrees.`,
      ]),
      records: touch(state, ticket),
      calls: [get(ticket), { tool: 'set_priority', arguments: { ticket_id: ticket.ticket_id, priority } }],
    };
  },
};

const escalate: Move<SupportState> = {
  name: 'escalate to a senior',
  plan(setting) {
    const { state, random } = setting;
    for (const ticket of tickets(setting, (one) => (one.status === 'open' || one.status === 'pending') && !one.escalated)) {
      const customer = customerOf(state, ticket);
      const seniors = free(setting, ticket.team).filter((agent) => agent.senior && agent.agent_id !== ticket.agent_id);
      const senior = seniors.length > 0 ? random.pick(seniors) : undefined;
      if (customer.plan === 'free' || !senior) continue;
      return {
        text: random.pick([
          `${customer.name} is getting impatient about ticket ${number(ticket)}. Escalate it to ${senior.name}.`,
          `Please escalate ticket ${number(ticket)}; ${senior.name} will take it over.`,
        ]),
        records: touch(state, ticket, senior),
        calls: [
          get(ticket),
          { tool: 'get_agent', arguments: { name: senior.name } },
          { tool: 'escalate_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: senior.agent_id } },
        ],
      };
    }
    return undefined;
  },
};

const answerAndResolve: Move<SupportState> = {
  name: 'answer and resolve',
  plan(setting) {
    const { state, random } = setting;
    const ticket = tickets(setting, (one) => one.status === 'open')[0];
    const agent = ticket && agentOf(state, ticket);
    if (!ticket || !agent) return undefined;
    const [words, text, resolution, how] = random.pick([
      ['a fix went live an hour ago', 'A fix went live an hour ago.', 'fixed', 'as fixed'],
      ['this is how the feature is meant to work', 'This is how the feature is meant to work.', 'explained', 'as explained'],
      [
        'we could not see the fault on our side',
        'We could not see the fault on our side.',
        'not_reproducible',
        'as not reproducible',
      ],
      ['the amount has been paid back', 'The amount has been paid back.', 'refunded', 'as refunded'],
    ] as const);
    if (resolution === 'refunded' && ticket.team !== 'billing') return undefined;
    const resolves = random.chance(0.65);
    return {
      text: `Answer ticket ${number(ticket)} in the name of ${agent.name}: ${words}.${resolves ? ` Then resolve it ${how}.` : ' Do not resolve it yet.'}`,
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

const resolvePending: Move<SupportState> = {
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

const reopen: Move<SupportState> = {
  name: 'reopen or open anew',
  plan(setting) {
    const { state, policy, today } = setting;
    for (const ticket of tickets(setting, (one) => one.status === 'resolved' && one.resolved_on !== null)) {
      const agent = agentOf(state, ticket);
      const contact = state.contacts[ticket.contact_id];
      const customer = customerOf(state, ticket);
      if (!agent || !contact || ticket.resolved_on === null || customer.contract_until < today) continue;
      const age = Math.round((Date.parse(today) - Date.parse(ticket.resolved_on)) / 86_400_000);
      const possible = age <= Number(policy.reopen_days);
      if (possible && carries(state, agent) >= Number(policy.max_open_tickets)) continue;
      return {
        text: `${contact.name} writes that ticket ${number(ticket)} is not solved after all. Reopen it if that is still possible; if it was resolved too long ago, open one of normal priority with the same subject for the same team and contact.`,
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

const merge: Move<SupportState> = {
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
          customerOf(state, one).customer_id === customer.customer_id,
      )[0];
      if (!target) continue;
      return {
        text: random.pick([
          `Tickets ${number(ticket)} and ${number(target)} of ${customer.name} are about the same thing. Merge ${number(ticket)} into ${number(target)}.`,
          `${customer.name} reported one matter twice: ticket ${number(ticket)} can be merged into ${number(target)}.`,
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

const closeOld: Move<SupportState> = {
  name: 'close what can no longer be reopened',
  plan(setting) {
    const { state, policy, today, random } = setting;
    const limit = Date.parse(today) - Number(policy.reopen_days) * 86_400_000;
    const stale = tickets(
      setting,
      (one) => one.status === 'resolved' && one.resolved_on !== null && Date.parse(one.resolved_on) < limit,
    );
    if (stale.length === 0) return undefined;
    return {
      text: random.pick([
        `Close all resolved tickets that were resolved more than ${policy.reopen_days} days ago.`,
        `Tidy up: every ticket that has been resolved for more than ${policy.reopen_days} days is to be closed.`,
      ]),
      records: stale.flatMap((ticket) => touch(state, ticket)),
      calls: [
        { tool: 'find_tickets', arguments: { status: 'resolved' } },
        ...stale.map((ticket) => ({ tool: 'close_ticket', arguments: { ticket_id: ticket.ticket_id } })),
      ],
    };
  },
};

const linkAll: Move<SupportState> = {
  name: 'link a problem',
  plan(setting) {
    const { state, random } = setting;
    const problem = random.shuffle(Object.values(state.problems)).find((one) => one.status === 'investigating');
    const found = tickets(setting, (one) => isActive(one) && one.team === problem?.team && one.problem_id === null).slice(
      0,
      random.integer(1, 2),
    );
    if (!problem || found.length === 0) return undefined;
    const numbers = found.map(number).join(' and ');
    return {
      text: random.pick([
        `${found.length === 1 ? 'Ticket' : 'Tickets'} ${numbers} ${found.length === 1 ? 'is' : 'are'} caused by the known problem "${problem.title}". Link ${found.length === 1 ? 'it' : 'them'}.`,
        `Note on ${found.length === 1 ? 'ticket' : 'tickets'} ${numbers} that the problem "${problem.title}" is behind ${found.length === 1 ? 'it' : 'them'}.`,
      ]),
      records: [`problems/${problem.problem_id}`, ...found.flatMap((ticket) => touch(state, ticket))],
      calls: [
        { tool: 'list_problems', arguments: { status: 'investigating' } },
        ...found.map(get),
        ...found.map((ticket) => ({
          tool: 'link_problem',
          arguments: { ticket_id: ticket.ticket_id, problem_id: problem.problem_id },
        })),
      ],
    };
  },
};

const problemFixed: Move<SupportState> = {
  name: 'a problem is fixed',
  plan(setting) {
    const { state, random } = setting;
    const problem = random
      .shuffle(Object.values(state.problems))
      .find((one) => one.status === 'investigating' && alone(one, Object.values(state.problems), 'title'));
    if (!problem) return undefined;
    return {
      text: random.pick([
        `The ${problem.team} team reports that "${problem.title}" is fixed; update the list of problems.`,
        `Mark the problem "${problem.title}" as fixed.`,
      ]),
      records: [
        `problems/${problem.problem_id}`,
        ...tickets(setting, (one) => one.problem_id === problem.problem_id).map((one) => `tickets/${one.ticket_id}`),
      ],
      calls: [
        { tool: 'list_problems', arguments: {} },
        { tool: 'fix_problem', arguments: { problem_id: problem.problem_id } },
      ],
    };
  },
};

const moveTeam: Move<SupportState> = {
  name: 'move to another team',
  plan(setting) {
    const { state, random } = setting;
    const ticket = tickets(setting, (one) => isActive(one) && !one.escalated)[0];
    if (!ticket) return undefined;
    const team = random.pick((['billing', 'product', 'infrastructure'] as const).filter((one) => one !== ticket.team));
    const candidates = free(setting, team);
    const agent = random.chance(0.6) && candidates.length > 0 ? random.pick(candidates) : undefined;
    return {
      text: random.pick([
        `Ticket ${number(ticket)} is really a matter for the ${team} team. Move it there${agent ? ` and have ${agent.name} work on it` : ''}.`,
        `Ticket ${number(ticket)} was sorted wrongly: it belongs to ${team}.${agent ? ` ${agent.name} takes it from there.` : ''}`,
      ]),
      records: touch(state, ticket, agent),
      calls: [
        get(ticket),
        ...(agent ? [{ tool: 'get_agent', arguments: { name: agent.name } }] : []),
        { tool: 'move_ticket', arguments: { ticket_id: ticket.ticket_id, team } },
        ...(agent ? [{ tool: 'assign_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: agent.agent_id } }] : []),
      ],
    };
  },
};

const mostOverdue: Move<SupportState> = {
  name: 'take the most pressing ticket',
  plan(setting) {
    const { state, random } = setting;
    const waiting = tickets(setting, (one) => (one.status === 'new' || one.status === 'open') && !isAnswered(state, one)).sort(
      (a, b) => (a.answer_due < b.answer_due ? -1 : 1),
    );
    const [ticket, next] = waiting;
    if (!ticket || ticket.answer_due === next?.answer_due) return undefined;
    const candidates = free(setting, ticket.team).filter(
      (agent) => agent.agent_id !== ticket.agent_id && (agent.senior || !ticket.escalated),
    );
    const agent = candidates.length > 0 ? random.pick(candidates) : undefined;
    if (!agent) return undefined;
    return {
      text: random.pick([
        `Find the ticket whose first answer is most overdue (or due soonest) and give it to ${agent.name}.`,
        `Of all tickets that nobody has answered, ${agent.name} should get the one with the earliest deadline.`,
      ]),
      // Whatever is answered, opened or re-prioritised elsewhere in the task could change which one is the most pressing.
      records: [...waiting.flatMap((one) => touch(state, one)), `agents/${agent.agent_id}`],
      calls: [
        { tool: 'list_unanswered', arguments: {} },
        { tool: 'get_agent', arguments: { name: agent.name } },
        { tool: 'assign_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: agent.agent_id } },
      ],
    };
  },
};

export const moves: readonly Move<SupportState>[] = [
  assignLeastBusy,
  openForCaller,
  escalate,
  merge,
  answerAndResolve,
  reopen,
  assignByName,
  linkAll,
  resolvePending,
  closeOld,
  moveTeam,
  mostOverdue,
  problemFixed,
  raisePriority,
];
