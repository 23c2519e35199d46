import { inOrder, must, type World } from '../../../domain/contract/form.ts';
import { all, at, contains, found, lookUp, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { Agent, Customer, SupportDeskPolicy, SupportDeskState, Ticket } from './design.ts';
import type { SupportDeskReads } from './reads.ts';

export type Desk = World<SupportDeskState, SupportDeskPolicy>;
type State = SupportDeskState;

export const inWork: readonly Ticket['status'][] = ['open', 'pending'];

export function customerOf(state: State, { contact_id }: Pick<Ticket, 'contact_id'>): Customer {
  return at(state.customers, at(state.contacts, contact_id).customer_id);
}

export function carriedBy(state: State, agent_id: string): number {
  return where(state.tickets, (ticket) => ticket.agent_id === agent_id && inWork.includes(ticket.status)).length;
}

export function isHere({ today }: Pick<Desk, 'today'>, { away_until }: Agent): boolean {
  return away_until === null || away_until < today;
}

export function isAnswered(state: State, ticket_id: string): boolean {
  return all(state.messages).some((message) => message.ticket_id === ticket_id && message.kind === 'answer');
}

const isCalled = ({ name }: Agent, wanted: string): boolean => name.toLowerCase() === wanted.trim().toLowerCase();

const asked = (wanted: string | undefined, value: string | null): boolean => wanted === undefined || wanted === value;

/** What the support desk's reading operations promise. */
export const readContract: ContractOf<SupportDeskState, SupportDeskPolicy, SupportDeskReads> = {
  find_customers: found('no customer is called that', ({ state }, { text }) =>
    inOrder(
      where(state.customers, (customer) => contains(customer.name, text)),
      'name',
    ),
  ),
  list_contacts: {
    answer: ({ state }, { customer_id }) =>
      inOrder(
        where(state.contacts, (contact) => contact.customer_id === customer_id),
        'name',
      ),
  },
  list_agents: {
    answer: (desk, { team }) =>
      inOrder(
        where(desk.state.agents, (agent) => asked(team, agent.team)).map((agent) => ({
          agent,
          carries: carriedBy(desk.state, agent.agent_id),
          here: isHere(desk, agent),
        })),
        'carries',
        ({ agent }) => agent.name,
      ),
  },
  get_agent: {
    refuse: ({ state }, { name }) => [
      must('no agent is called that', () => !all(state.agents).some((agent) => isCalled(agent, name))),
    ],
    answer: ({ state }, { name }) => all(state.agents).find((agent) => isCalled(agent, name)) ?? null,
  },
  get_ticket: { answer: ({ state }, { ticket_id }) => at(state.tickets, ticket_id) },
  find_tickets: {
    refuse: ({ state }, { customer_id, agent_id, team, status }) => [
      must('no filter is named', () => [customer_id, agent_id, team, status].every((wanted) => wanted === undefined)),
      must('there is no such customer', () => customer_id !== undefined && !lookUp(state.customers, customer_id)),
      must('there is no such agent', () => agent_id !== undefined && !lookUp(state.agents, agent_id)),
    ],
    answer: ({ state }, { customer_id, agent_id, team, status }) =>
      inOrder(
        where(state.tickets, (ticket) => asked(team, ticket.team) && asked(status, ticket.status)).filter(
          (ticket) => asked(customer_id, customerOf(state, ticket).customer_id) && asked(agent_id, ticket.agent_id),
        ),
        'opened',
        'ticket_id',
      ),
  },
  list_messages: {
    answer: ({ state }, { ticket_id }) =>
      inOrder(
        where(state.messages, (message) => message.ticket_id === ticket_id),
        'sent',
        'message_id',
      ),
  },
  list_unanswered: {
    answer: ({ state, now }) =>
      inOrder(
        where(state.tickets, ({ ticket_id, status }) => ['new', 'open'].includes(status) && !isAnswered(state, ticket_id)).map(
          (ticket) => ({ ticket, minutes_left: Math.trunc((Date.parse(ticket.answer_due) - Date.parse(now)) / 60_000) }),
        ),
        'minutes_left',
        ({ ticket }) => ticket.ticket_id,
      ),
  },
  list_problems: {
    answer: ({ state }, { status }) =>
      inOrder(
        where(state.problems, (problem) => asked(status, problem.status)),
        'title',
      ),
  },
};
