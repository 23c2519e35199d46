import { all, at, where } from '../../../domain/contract/reading.ts';
import type { Finders } from '../../kit/finding.ts';
import { callsOf, requestsOf, showing } from '../../kit/request.ts';
import type { Scene } from '../../kit/request-form.ts';
import { contract } from './contract.ts';
import {
  type Agent,
  type Customer,
  design,
  type SupportDeskPolicy,
  type SupportDeskState,
  type Team,
  type Ticket,
} from './design.ts';
import { carriedBy, customerOf, isHere } from './read-contract.ts';
import type { SupportDesk } from './writes.ts';

export type Desk = Scene<SupportDeskState, SupportDeskPolicy>;

export const call = callsOf<SupportDesk>();

/** How a record is found by whoever knows people and companies by name. */
const finders: Finders<SupportDeskState> = {
  customers: ({ name }) => [call('find_customers', { text: name })],
  contacts: ({ customer_id }, { customers }) => [at(customers, customer_id), call('list_contacts', { customer_id })],
  agents: ({ name }) => [call('get_agent', { name })],
  problems: () => [call('list_problems', {})],
  tickets(ticket, state) {
    const customer = customerOf(state, ticket);
    return [customer, call('find_tickets', { customer_id: customer.customer_id })];
  },
};

export const request = requestsOf<SupportDeskState, SupportDeskPolicy>(design, contract, finders);

export const teams: readonly Team[] = ['billing', 'product', 'infrastructure'];
export const priorities = ['low', 'normal', 'high'] as const;

export interface Case {
  readonly ticket: Ticket;
  readonly id: string;
  readonly customer: Customer;
  /** Who works on it. */
  readonly own: readonly Agent[];
  /** The customer whose quotas it counts for and the agent whose load it changes. */
  readonly touches: readonly object[];
  /** The ticket by its number. */
  readonly card: object;
}

export function ticketsIn({ state }: Pick<Desk, 'state'>, ...statuses: readonly Ticket['status'][]): Case[] {
  return where(state.tickets, ({ status }) => statuses.length === 0 || statuses.includes(status)).map((ticket) => {
    const { ticket_id, agent_id } = ticket;
    const customer = customerOf(state, ticket);
    const own = agent_id === null ? [] : [at(state.agents, agent_id)];
    const card = showing(call('get_ticket', { ticket_id }), ticket);
    return { ticket, id: ticket_id, customer, own, touches: [ticket, customer, ...own], card };
  });
}

/** Whether customer and subject say which ticket is meant. */
export function isTold({ state }: Desk, { ticket, customer }: Case): boolean {
  return where(state.tickets, (one) => one.subject === ticket.subject && customerOf(state, one) === customer).length === 1;
}

/** Agents of a team who could take one more ticket, the least busy first. */
export function free(desk: Desk, team: Team): Agent[] {
  const load = ({ agent_id }: Agent): number => carriedBy(desk.state, agent_id);
  return all(desk.state.agents)
    .filter((agent) => agent.team === team && isHere(desk, agent) && load(agent) < desk.policy.max_open_tickets)
    .sort((one, other) => load(one) - load(other));
}
