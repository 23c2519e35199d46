import { all, contains, firstOf, inOrderOf, noSuch, type Oracles } from '../../kit/oracle.ts';
import { carriedBy, customerOf, type Desk, isAnswered, isHere, type OfTicket } from './oracle-facts.ts';
import type { SupportState, Ticket } from './state.ts';

type Filter = { readonly [name in 'customer_id' | 'agent_id' | 'team' | 'status']?: string };

const asked = (wanted: string | undefined, value: string | null | undefined): boolean => wanted === undefined || wanted === value;

function ticketsFor({ state }: Desk, { customer_id, agent_id, team, status }: Filter): Ticket[] {
  return all(state.tickets)
    .filter((ticket) => asked(customer_id, customerOf(state, ticket)?.customer_id) && asked(agent_id, ticket.agent_id))
    .filter((ticket) => asked(team, ticket.team) && asked(status, ticket.status));
}

/** The numbers of the tickets that no one has answered yet, although somebody should. */
const unanswered = ({ state }: Desk): Ticket[] =>
  all(state.tickets).filter((ticket) => ['new', 'open'].includes(ticket.status) && !isAnswered(state, ticket.ticket_id));

export const supportDeskReads: Oracles<SupportState> = {
  find_customers: {
    refusal: ({ state }, { text }: { text: string }) =>
      firstOf([!all(state.customers).some((customer) => contains(customer.name, text)), 'no customer is called that']),
    answer: ({ state }, { text }: { text: string }) =>
      inOrderOf(
        all(state.customers).filter((customer) => contains(customer.name, text)),
        (customer) => customer.name,
      ),
  },
  list_contacts: {
    refusal: ({ state }, { customer_id }: { customer_id: string }) => firstOf(noSuch(state.customers[customer_id], 'customer')),
    answer: ({ state }, { customer_id }: { customer_id: string }) =>
      inOrderOf(
        all(state.contacts).filter((contact) => contact.customer_id === customer_id),
        (contact) => contact.name,
      ),
  },
  list_agents: {
    refusal: () => undefined,
    answer: (desk, { team }: { team?: string }) =>
      inOrderOf(
        all(desk.state.agents)
          .filter((agent) => asked(team, agent.team))
          .map((agent) => ({ agent, carries: carriedBy(desk.state, agent.agent_id), here: isHere(desk, agent) })),
        (row) => row.carries,
        (row) => row.agent.name,
      ),
  },
  get_agent: {
    refusal: ({ state }, { name }: { name: string }) =>
      firstOf([!all(state.agents).some((agent) => isCalled(agent.name, name)), 'no agent is called that']),
    answer: ({ state }, { name }: { name: string }) => all(state.agents).find((agent) => isCalled(agent.name, name)) ?? null,
  },
  get_ticket: {
    refusal: ({ state }, { ticket_id }: OfTicket) => firstOf(noSuch(state.tickets[ticket_id], 'ticket')),
    answer: ({ state }, { ticket_id }: OfTicket) => state.tickets[ticket_id] ?? null,
  },
  find_tickets: {
    refusal: ({ state }, { customer_id, agent_id, team, status }: Filter) =>
      firstOf(
        [[customer_id, agent_id, team, status].every((wanted) => wanted === undefined), 'no filter is named'],
        [customer_id !== undefined && !state.customers[customer_id], 'there is no such customer'],
        [agent_id !== undefined && !state.agents[agent_id], 'there is no such agent'],
      ),
    answer: (desk, filter: Filter) =>
      inOrderOf(
        ticketsFor(desk, filter),
        (ticket) => ticket.opened,
        (ticket) => ticket.ticket_id,
      ),
  },
  list_messages: {
    refusal: ({ state }, { ticket_id }: OfTicket) => firstOf(noSuch(state.tickets[ticket_id], 'ticket')),
    answer: ({ state }, { ticket_id }: OfTicket) =>
      inOrderOf(
        all(state.messages).filter((message) => message.ticket_id === ticket_id),
        (message) => message.sent,
        (message) => message.message_id,
      ),
  },
  list_unanswered: {
    refusal: () => undefined,
    answer: (desk) =>
      inOrderOf(
        unanswered(desk).map((ticket) => ({
          ticket,
          minutes_left: Math.trunc((Date.parse(ticket.answer_due) - Date.parse(desk.now)) / 60_000),
        })),
        (row) => row.minutes_left,
        (row) => row.ticket.ticket_id,
      ),
  },
  list_problems: {
    refusal: () => undefined,
    answer: ({ state }, { status }: { status?: string }) =>
      inOrderOf(
        all(state.problems).filter((problem) => asked(status, problem.status)),
        (problem) => problem.title,
      ),
  },
};

function isCalled(name: string, wanted: string): boolean {
  return name.toLowerCase() === wanted.trim().toLowerCase();
}
