import { type Change, create } from '../../../domain/contract/form.ts';
import { all, type Moment, noSuch, type Reason } from '../../kit/oracle.ts';
import type { Agent, Customer, SupportState, Ticket } from './state.ts';

/** What the expectations of the support desk say again and again, read off its rules. */

export type Desk = Moment<SupportState>;
export type OfTicket = { readonly ticket_id: string };
export type OnTicket = OfTicket & { readonly agent_id: string };

export const inWork: readonly Ticket['status'][] = ['open', 'pending'];
export const active: readonly Ticket['status'][] = ['new', ...inWork];

/** Rule R1: the ticket has to be there, in one of some statuses. */
export function notIn(ticket: Ticket | undefined, statuses: readonly Ticket['status'][]): Reason[] {
  return [
    noSuch(ticket, 'ticket'),
    [ticket !== undefined && !statuses.includes(ticket.status), `R1: the ticket is ${ticket?.status}`],
  ];
}

export function customerOf(state: SupportState, ticket: Ticket | undefined): Customer | undefined {
  return state.customers[state.contacts[ticket?.contact_id ?? '']?.customer_id ?? ''];
}

export function carriedBy(state: SupportState, agent_id: string): number {
  return all(state.tickets).filter((ticket) => ticket.agent_id === agent_id && inWork.includes(ticket.status)).length;
}

export function isHere({ today }: Desk, agent: Agent): boolean {
  return agent.away_until === null || agent.away_until < today;
}

export function isAnswered(state: SupportState, ticket_id: string): boolean {
  return all(state.messages).some((message) => message.ticket_id === ticket_id && message.kind === 'answer');
}

/** Rule R2, for a ticket that the agent would carry in addition. */
export function tooMany({ state, policy }: Desk, agent_id: string): Reason {
  return [carriedBy(state, agent_id) >= Number(policy.max_open_tickets), 'R2: the agent carries as many tickets as allowed'];
}

/** Rule R3. */
export function unfit(desk: Desk, ticket: Ticket | undefined, agent: Agent | undefined): Reason[] {
  return [
    noSuch(agent, 'agent'),
    [agent?.team !== ticket?.team, 'R3: the agent is in another team'],
    [agent !== undefined && !isHere(desk, agent), 'R3: the agent is away'],
  ];
}

/** Rule R5, for one more urgent ticket. */
export function noUrgentFor({ state, policy }: Desk, customer: Customer | undefined): Reason[] {
  const urgent = all(state.tickets).filter(
    (ticket) => ticket.priority === 'urgent' && active.includes(ticket.status) && customerOf(state, ticket) === customer,
  );
  return [
    [customer?.plan === 'free', 'R5: free customers have no urgent tickets'],
    [
      customer?.plan === 'standard' && urgent.length >= Number(policy.max_urgent_standard),
      'R5: the customer has as many urgent tickets as allowed',
    ],
  ];
}

/** When the first answer is due, for a ticket opened at some time. */
export function dueFor(
  { policy }: Desk,
  plan: Customer['plan'] | undefined,
  priority: Ticket['priority'],
  opened: string,
): string {
  const times = { urgent: 1, high: 2, normal: 6, low: 12 }[priority];
  const hours = Number(policy.urgent_hours) * times * (plan === 'premium' ? 1 : Number(policy.standard_factor));
  return new Date(Date.parse(opened) + hours * 3_600_000).toISOString().replace('.000Z', 'Z');
}

export function said({ now }: Desk, { ticket_id, agent_id, text }: OnTicket & { text: string }, kind: string): Change {
  return create('messages', { ticket_id, agent_id, kind, text, sent: now });
}
