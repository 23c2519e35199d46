import type { RequestTemplate } from '../../kit/domain.ts';
import { inquiry } from '../../kit/inquiry.ts';
import type { Customer, SupportDeskState } from './design.ts';

const findCustomer = ({ name }: Customer) => ({ tool: 'find_customers', arguments: { text: name } });

/** Questions to the support desk. */
export const supportInquiries: readonly RequestTemplate<SupportDeskState>[] = [
  inquiry(
    'until when a contract runs',
    ({ state }) => Object.values(state.customers),
    (customer) => ({
      says: [
        `Until when does the contract of ${customer.name} run, and what plan are they on?`,
        `Which plan does ${customer.name} have, and on which day does the contract end?`,
      ],
      records: [`customers/${customer.customer_id}`],
      calls: [findCustomer(customer)],
      told: [
        {
          about: 'the last day of the contract',
          type: 'date',
          from: { call: 1, path: 'data.0.contract_until' },
          answer: `The contract of ${customer.name} runs until {}.`,
        },
        { about: 'the plan', type: 'choice', from: { call: 1, path: 'data.0.plan' }, answer: 'They are on the plan "{}".' },
      ],
    }),
  ),
  inquiry(
    'how many tickets of a customer',
    ({ state }) =>
      Object.values(state.customers).filter(({ customer_id }) =>
        Object.values(state.tickets).some((ticket) => state.contacts[ticket.contact_id]?.customer_id === customer_id),
      ),
    (customer) => ({
      says: [
        `How many tickets have we ever had from ${customer.name}?`,
        `Count all tickets of ${customer.name}, closed ones too.`,
      ],
      records: [`customers/${customer.customer_id}`],
      calls: [findCustomer(customer), { tool: 'find_tickets', arguments: { customer_id: customer.customer_id } }],
      told: [
        {
          about: 'how many tickets there are',
          type: 'number',
          compute: 'count',
          from: { call: 2, path: 'data' },
          answer: `Tickets of ${customer.name}: {}.`,
        },
      ],
    }),
  ),
  inquiry(
    'who works on a ticket',
    ({ state }) => Object.values(state.tickets).filter(({ status }) => status === 'open' || status === 'pending'),
    (ticket) => ({
      says: [
        `What priority does ticket ${ticket.ticket_id} have, and until when do we have to answer it: which day?`,
        `Ticket ${ticket.ticket_id}: tell me its priority and the day on which the answer is due.`,
      ],
      records: [`tickets/${ticket.ticket_id}`],
      calls: [{ tool: 'get_ticket', arguments: { ticket_id: ticket.ticket_id } }],
      told: [
        { about: 'the priority', type: 'choice', from: { call: 1, path: 'data.priority' }, answer: 'The priority is {}.' },
        {
          about: 'the day on which the answer is due',
          type: 'date',
          from: { call: 1, path: 'data.answer_due' },
          answer: 'The answer is due on {}.',
        },
      ],
    }),
  ),
  inquiry(
    'how many tickets an agent has open',
    ({ state }) =>
      Object.values(state.agents).filter(({ agent_id }) =>
        Object.values(state.tickets).some((ticket) => ticket.agent_id === agent_id && ticket.status === 'open'),
      ),
    (agent) => ({
      says: [
        `How many open tickets does ${agent.name} have, those that wait for the customer left out?`,
        `Count the tickets of ${agent.name} that are open, not pending.`,
      ],
      records: [`agents/${agent.agent_id}`],
      calls: [
        { tool: 'get_agent', arguments: { name: agent.name } },
        { tool: 'find_tickets', arguments: { agent_id: agent.agent_id, status: 'open' } },
      ],
      told: [
        {
          about: 'how many open tickets there are',
          type: 'number',
          compute: 'count',
          from: { call: 2, path: 'data' },
          answer: `${agent.name} has {} open.`,
        },
      ],
    }),
  ),
  inquiry(
    'team of an agent',
    ({ state }) => Object.values(state.agents).filter(({ away_until }) => away_until !== null),
    (agent) => ({
      says: [
        `Until when is ${agent.name} away, and in which team?`,
        `${agent.name} is away. Until which day, and what team is that?`,
      ],
      records: [`agents/${agent.agent_id}`],
      calls: [{ tool: 'get_agent', arguments: { name: agent.name } }],
      told: [
        {
          about: 'the last day away',
          type: 'date',
          from: { call: 1, path: 'data.away_until' },
          answer: `${agent.name} is away until {}.`,
        },
        { about: 'the team', type: 'choice', from: { call: 1, path: 'data.team' }, answer: 'The team is {}.' },
      ],
    }),
  ),
];
