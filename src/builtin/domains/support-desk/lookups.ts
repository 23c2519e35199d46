import type { PlannedToolCall, Setting } from '../../kit/domain.ts';
import type { Agent, Customer, SupportDeskState, Ticket } from './design.ts';

type DeskSetting = Setting<SupportDeskState>;

export function customerOf(state: SupportDeskState, ticket: Ticket): Customer {
  const contact = state.contacts[ticket.contact_id];
  const customer = contact && state.customers[contact.customer_id];
  if (!customer) throw new Error(`ticket ${ticket.ticket_id} has no customer`);
  return customer;
}

export function isActive(ticket: Ticket): boolean {
  return ticket.status === 'new' || ticket.status === 'open' || ticket.status === 'pending';
}

export function isHere({ today }: DeskSetting, agent: Agent): boolean {
  return agent.away_until === null || agent.away_until < today;
}

export function carries(state: SupportDeskState, agent: Agent): number {
  return Object.values(state.tickets).filter(
    (ticket) => ticket.agent_id === agent.agent_id && (ticket.status === 'open' || ticket.status === 'pending'),
  ).length;
}

export function isAnswered(state: SupportDeskState, ticket: Ticket): boolean {
  return Object.values(state.messages).some((message) => message.ticket_id === ticket.ticket_id && message.kind === 'answer');
}

/** Tickets for which something holds, in random order. */
export function tickets({ state, random }: DeskSetting, fits: (ticket: Ticket) => boolean): Ticket[] {
  return random.shuffle(Object.values(state.tickets).filter(fits));
}

export function agentOf(state: SupportDeskState, ticket: Ticket): Agent | undefined {
  return ticket.agent_id === null ? undefined : state.agents[ticket.agent_id];
}

/** Agents of a team who could take one more ticket, the least busy first. */
export function free(setting: DeskSetting, team: Ticket['team']): Agent[] {
  const { state, policy } = setting;
  return Object.values(state.agents)
    .filter((agent) => agent.team === team && isHere(setting, agent) && carries(state, agent) < Number(policy.max_open_tickets))
    .sort((a, b) => carries(state, a) - carries(state, b));
}

/** A ticket, the customer whose quotas it counts for and the agents whose load it changes. */
export function touch(state: SupportDeskState, ticket: Ticket, ...agents: readonly (Agent | undefined)[]): string[] {
  const all = [...agents, agentOf(state, ticket)].flatMap((agent) => (agent ? [`agents/${agent.agent_id}`] : []));
  return [`tickets/${ticket.ticket_id}`, `customers/${customerOf(state, ticket).customer_id}`, ...new Set(all)];
}

export const get = (ticket: Ticket): PlannedToolCall => ({ tool: 'get_ticket', arguments: { ticket_id: ticket.ticket_id } });

export const number = (ticket: Ticket): string => ticket.ticket_id;
