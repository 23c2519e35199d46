import type { RequestTemplate, Setting } from '../../kit/domain.ts';
import type { SupportDeskState, Ticket } from './design.ts';
import { customerOf, get, isActive, isHere, tickets, touch } from './lookups.ts';

const findCustomer = (name: string) => ({ tool: 'find_customers', arguments: { text: name } });
const findTickets = (customer_id: string) => ({ tool: 'find_tickets', arguments: { customer_id } });

/** Tickets of which their customer has no other with the same subject, so that customer and subject say which. */
function told({ state, ...setting }: Setting<SupportDeskState>, fits: (ticket: Ticket) => boolean): Ticket[] {
  return tickets({ state, ...setting }, fits).filter((ticket) => {
    const customer = customerOf(state, ticket);
    return (
      Object.values(state.tickets).filter((other) => other.subject === ticket.subject && customerOf(state, other) === customer)
        .length === 1
    );
  });
}

const urgentForFree: RequestTemplate<SupportDeskState> = {
  name: 'an urgent ticket on a free plan',
  kind: 'infeasible',
  plan(setting) {
    const { state, random } = setting;
    const [ticket] = told(setting, (one) => isActive(one) && customerOf(state, one).plan === 'free');
    if (!ticket) return undefined;
    const customer = customerOf(state, ticket);
    return {
      text: random.pick([
        `${customer.name} is pressing us about "${ticket.subject}": raise that ticket to urgent.`,
        `The ticket of ${customer.name} about "${ticket.subject}" should be treated as urgent from now on.`,
      ]),
      records: touch(state, ticket),
      calls: [findCustomer(customer.name), findTickets(customer.customer_id), get(ticket)],
      refused: [{ tool: 'set_priority', arguments: { ticket_id: ticket.ticket_id, priority: 'urgent' } }],
      evidence: [{ collection: 'customers', key: customer.customer_id, attributes: ['plan'] }],
    };
  },
};

const escalateForFree: RequestTemplate<SupportDeskState> = {
  name: 'escalate on a free plan',
  kind: 'infeasible',
  plan(setting) {
    const { state, random } = setting;
    for (const ticket of told(setting, (one) => isActive(one) && customerOf(state, one).plan === 'free' && !one.escalated)) {
      const customer = customerOf(state, ticket);
      const senior = random
        .shuffle(Object.values(state.agents))
        .find((agent) => agent.team === ticket.team && agent.senior && isHere(setting, agent));
      if (!senior) continue;
      return {
        text: random.pick([
          `Escalate the ticket of ${customer.name} about "${ticket.subject}" to ${senior.name}.`,
          `${customer.name} wants a senior to look at "${ticket.subject}"; escalate it, and let ${senior.name} have it.`,
        ]),
        records: touch(state, ticket, senior),
        calls: [
          findCustomer(customer.name),
          findTickets(customer.customer_id),
          { tool: 'get_agent', arguments: { name: senior.name } },
        ],
        refused: [{ tool: 'escalate_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: senior.agent_id } }],
        evidence: [{ collection: 'customers', key: customer.customer_id, attributes: ['plan'] }],
      };
    }
    return undefined;
  },
};

const reopenClosed: RequestTemplate<SupportDeskState> = {
  name: 'reopen a closed ticket',
  kind: 'infeasible',
  plan(setting) {
    const [ticket] = told(setting, (one) => one.status === 'closed');
    if (!ticket) return undefined;
    const customer = customerOf(setting.state, ticket);
    return {
      text: setting.random.pick([
        `${customer.name} says that "${ticket.subject}" is back. Reopen the old ticket; a new one is not wanted.`,
        `Reopen the ticket of ${customer.name} about "${ticket.subject}". If that cannot be done, do not open another.`,
      ]),
      records: touch(setting.state, ticket),
      calls: [findCustomer(customer.name), findTickets(customer.customer_id), get(ticket)],
      refused: [{ tool: 'reopen_ticket', arguments: { ticket_id: ticket.ticket_id } }],
      evidence: [{ collection: 'tickets', key: ticket.ticket_id, attributes: ['status'] }],
    };
  },
};

const closedAlready: RequestTemplate<SupportDeskState> = {
  name: 'close a closed ticket',
  kind: 'already-done',
  plan(setting) {
    const [ticket] = told(setting, (one) => one.status === 'closed');
    if (!ticket) return undefined;
    const customer = customerOf(setting.state, ticket);
    return {
      text: setting.random.pick([
        `The matter "${ticket.subject}" of ${customer.name} is settled for good; make sure that the ticket is closed.`,
        `See that the ticket of ${customer.name} about "${ticket.subject}" is closed.`,
      ]),
      records: touch(setting.state, ticket),
      calls: [findCustomer(customer.name), findTickets(customer.customer_id), get(ticket)],
      refused: [{ tool: 'close_ticket', arguments: { ticket_id: ticket.ticket_id } }],
      evidence: [{ collection: 'tickets', key: ticket.ticket_id, attributes: ['status'] }],
    };
  },
};

export const supportDeskInVain: readonly RequestTemplate<SupportDeskState>[] = [
  urgentForFree,
  closedAlready,
  escalateForFree,
  reopenClosed,
];
