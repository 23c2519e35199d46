import type { RequestTemplate } from '../../kit/domain.ts';
import { listOf } from '../../kit/wording.ts';
import type { SupportDeskState, Ticket } from './design.ts';
import { agentOf, customerOf, free, isActive, number, tickets, touch } from './lookups.ts';

const isInWork = (ticket: Ticket): boolean => ticket.status === 'open' || ticket.status === 'pending';
const inOrder = (found: readonly Ticket[]): Ticket[] => [...found].sort((a, b) => (a.ticket_id < b.ticket_id ? -1 : 1));

const handOver: RequestTemplate<SupportDeskState> = {
  name: 'hand over the tickets of an agent',
  kind: 'bulk',
  plan(setting) {
    const { state, policy, random } = setting;
    for (const agent of random.shuffle(Object.values(state.agents))) {
      const own = inOrder(tickets(setting, (ticket) => isInWork(ticket) && agentOf(state, ticket) === agent));
      const carried = (id: string): number => tickets(setting, (one) => isInWork(one) && one.agent_id === id).length;
      const heir = random
        .shuffle(free(setting, agent.team))
        .find(
          (one) =>
            one !== agent &&
            carried(one.agent_id) + own.length <= Number(policy.max_open_tickets) &&
            (one.senior || own.every((ticket) => !ticket.escalated)),
        );
      if (own.length < 2 || !heir) continue;
      return {
        text: random.pick([
          `${agent.name} is needed for a project, so give all their open or pending tickets to ${heir.name}.`,
          `Hand all tickets that ${agent.name} has open or pending over to ${heir.name}.`,
          `From today ${heir.name} looks after the customers of ${agent.name}: reassign everything ${agent.name} has open or pending, and nothing that is resolved.`,
        ]),
        records: [...own.flatMap((ticket) => touch(state, ticket)), `agents/${agent.agent_id}`, `agents/${heir.agent_id}`],
        calls: [
          { tool: 'get_agent', arguments: { name: agent.name } },
          { tool: 'find_tickets', arguments: { agent_id: agent.agent_id } },
          { tool: 'get_agent', arguments: { name: heir.name } },
          ...own.map((ticket) => ({
            tool: 'assign_ticket',
            arguments: { ticket_id: ticket.ticket_id, agent_id: heir.agent_id },
          })),
        ],
      };
    }
    return undefined;
  },
};

const priorityForCustomer: RequestTemplate<SupportDeskState> = {
  name: 'one priority for a customer',
  kind: 'bulk',
  plan(setting) {
    const { state, random } = setting;
    const priority = random.pick(['low', 'normal', 'high'] as const);
    for (const customer of random.shuffle(Object.values(state.customers))) {
      const own = inOrder(tickets(setting, (ticket) => isActive(ticket) && customerOf(state, ticket) === customer));
      const changed = own.filter((ticket) => ticket.priority !== priority);
      if (changed.length < 2) continue;
      return {
        text: random.pick([
          `${customer.name} and we have agreed on ${priority} priority for all their tickets that are new, open or pending. Change those that have another one.`,
          `Every new, open or pending ticket of ${customer.name} should have ${priority} priority from now on.`,
        ]),
        records: own.flatMap((ticket) => touch(state, ticket)),
        calls: [
          { tool: 'find_customers', arguments: { text: customer.name } },
          { tool: 'find_tickets', arguments: { customer_id: customer.customer_id } },
          ...changed.map((ticket) => ({ tool: 'set_priority', arguments: { ticket_id: ticket.ticket_id, priority } })),
        ],
      };
    }
    return undefined;
  },
};

const withdrawAll: RequestTemplate<SupportDeskState> = {
  name: 'a customer withdraws requests',
  kind: 'bulk',
  plan(setting) {
    const { state, random } = setting;
    for (const customer of random.shuffle(Object.values(state.customers))) {
      const own = inOrder(tickets(setting, (ticket) => isInWork(ticket) && customerOf(state, ticket) === customer));
      if (own.length < 2) continue;
      const numbers = listOf(own.map(number));
      return {
        text: random.pick([
          `${customer.name} has withdrawn the requests ${numbers}. Resolve them accordingly.`,
          `${customer.name} needs no help any more with anything that is open or pending. Resolve those tickets as withdrawn and leave any others as they are.`,
          `All open and pending tickets of ${customer.name} are withdrawn; please resolve them like that.`,
        ]),
        records: own.flatMap((ticket) => touch(state, ticket)),
        calls: [
          { tool: 'find_customers', arguments: { text: customer.name } },
          { tool: 'find_tickets', arguments: { customer_id: customer.customer_id } },
          ...own.map((ticket) => ({
            tool: 'resolve_ticket',
            arguments: { ticket_id: ticket.ticket_id, resolution: 'withdrawn' },
          })),
        ],
      };
    }
    return undefined;
  },
};

/** What is asked about all tickets of an agent or a customer. */
export const bulkMoves: readonly RequestTemplate<SupportDeskState>[] = [handOver, priorityForCustomer, withdrawAll];
