import { Environment, type Invariants } from '../../kit/environment.ts';
import type { Agent, Customer, Message, SupportDeskPolicy, SupportDeskState, Ticket } from './design.ts';

declare const POLICY: SupportDeskPolicy;

export class SupportDeskRules extends Environment<SupportDeskState> {
  protected customerOf(ticket: Ticket): Customer | undefined {
    const contact = this.state.contacts[ticket.contact_id];
    return contact && this.state.customers[contact.customer_id];
  }

  /** New, open or pending: somebody still has to do something. */
  protected isActive(ticket: Ticket): boolean {
    return ticket.status === 'new' || ticket.status === 'open' || ticket.status === 'pending';
  }

  protected isHere(agent: Agent): boolean {
    return agent.away_until === null || agent.away_until < this.today();
  }

  protected isAnswered(ticket_id: string): boolean {
    return Object.values(this.state.messages).some((message) => message.ticket_id === ticket_id && message.kind === 'answer');
  }

  protected carriedBy(agent_id: string): Ticket[] {
    return Object.values(this.state.tickets).filter(
      (ticket) => ticket.agent_id === agent_id && (ticket.status === 'open' || ticket.status === 'pending'),
    );
  }

  /** Why a customer cannot have one more urgent ticket; undefined when it can. */
  protected urgentRefusal(customer: Customer): string | undefined {
    if (customer.plan === 'premium') return undefined;
    if (customer.plan === 'free') return `${customer.name} is on the free plan and has no urgent tickets.`;
    const urgent = Object.values(this.state.tickets).filter(
      (ticket) =>
        ticket.priority === 'urgent' && this.isActive(ticket) && this.customerOf(ticket)?.customer_id === customer.customer_id,
    );
    return urgent.length >= POLICY.max_urgent_standard
      ? `${customer.name} already has ${urgent.length} urgent tickets on the standard plan.`
      : undefined;
  }

  /** When the first answer is due: the lower the priority, the later. */
  protected dueFor(customer: Customer, priority: Ticket['priority'], from: string): string {
    const steps = { urgent: 1, high: 2, normal: 6, low: 12 }[priority];
    const factor = customer.plan === 'premium' ? 1 : POLICY.standard_factor;
    return this.addMinutes(from, POLICY.urgent_hours * steps * factor * 60);
  }

  protected write(ticket_id: string, kind: 'answer' | 'note', agent_id: string, text: string): Message {
    const message: Message = { message_id: this.newId('M'), ticket_id, kind, agent_id, text, sent: this.now() };
    this.state.messages[message.message_id] = message;
    return message;
  }
}

export const invariants: Invariants<SupportDeskState> = {
  R12: (state) =>
    Object.values(state.tickets).every((ticket) => {
      if (ticket.status === 'new') return ticket.agent_id === null;
      if (ticket.status !== 'open' && ticket.status !== 'pending') return true;
      const agent = ticket.agent_id === null ? undefined : state.agents[ticket.agent_id];
      return agent !== undefined && agent.team === ticket.team && (agent.senior || !ticket.escalated);
    }),
  R13: (state) =>
    Object.values(state.tickets).every((ticket) => {
      const over = ticket.status === 'resolved' || ticket.status === 'closed';
      if ((ticket.resolution !== null) !== over || (ticket.resolved_on !== null) !== over) return false;
      if ((ticket.merged_into !== null) !== (ticket.status === 'merged')) return false;
      const target = ticket.merged_into === null ? undefined : state.tickets[ticket.merged_into];
      const customer = (id: string) => state.contacts[id]?.customer_id;
      return !target || (target.status !== 'merged' && customer(target.contact_id) === customer(ticket.contact_id));
    }),
  R14: (state) =>
    Object.values(state.agents).every(
      (agent) =>
        Object.values(state.tickets).filter(
          (ticket) => ticket.agent_id === agent.agent_id && (ticket.status === 'open' || ticket.status === 'pending'),
        ).length <= POLICY.max_open_tickets,
    ),
};
