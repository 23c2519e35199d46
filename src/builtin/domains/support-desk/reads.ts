import { fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Agent, Contact, Customer, Message, Problem, Ticket } from './design.ts';
import { SupportDeskRules } from './rules.ts';

export class SupportDeskReads extends SupportDeskRules {
  /**
   * Customers whose name contains a text, by name.
   * @effect read
   * @param text  Part of the company's name.
   */
  find_customers({ text }: { text: string }): Result<Customer[]> {
    const wanted = text.trim().toLowerCase();
    const found = Object.values(this.state.customers).filter((customer) => customer.name.toLowerCase().includes(wanted));
    if (found.length === 0) return fail(`No customer is called "${text}".`);
    return ok(found.sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  /**
   * Contacts of a customer, by name.
   * @effect read
   * @param customer_id  The company.
   */
  list_contacts({ customer_id }: { customer_id: Ref<Customer> }): Result<Contact[]> {
    if (!this.state.customers[customer_id]) return fail(`No customer ${customer_id}.`);
    const found = Object.values(this.state.contacts).filter((contact) => contact.customer_id === customer_id);
    return ok(found.sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  /**
   * Agents with the number of open and pending tickets each carries, the least busy first.
   * @effect read
   * @param team  Only this team.
   */
  list_agents({ team }: { team: Agent['team'] | undefined }): Result<{ agent: Agent; carries: Integer; here: boolean }[]> {
    const found = Object.values(this.state.agents).filter((agent) => team === undefined || agent.team === team);
    const rows = found.map((agent) => ({ agent, carries: this.carriedBy(agent.agent_id).length, here: this.isHere(agent) }));
    return ok(rows.sort((a, b) => a.carries - b.carries || (a.agent.name < b.agent.name ? -1 : 1)));
  }

  /**
   * One agent by full name.
   * @effect read
   * @param name  The agent's full name.
   */
  get_agent({ name }: { name: string }): Result<Agent> {
    const agent = Object.values(this.state.agents).find((item) => item.name.toLowerCase() === name.trim().toLowerCase());
    if (!agent) return fail(`No agent is called "${name}".`);
    return ok(agent);
  }

  /**
   * One ticket by its number.
   * @effect read
   * @param ticket_id  The number of the ticket.
   */
  get_ticket({ ticket_id }: { ticket_id: Ref<Ticket> }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    return ok(ticket);
  }

  /**
   * Tickets that fit all filters, the oldest first. At least one filter is needed.
   * @effect read
   * @param customer_id  Of this customer.
   * @param agent_id  Of this agent.
   * @param team  Of this team.
   * @param status  In this status.
   */
  find_tickets({
    customer_id,
    agent_id,
    team,
    status,
  }: {
    customer_id: Ref<Customer> | undefined;
    agent_id: Ref<Agent> | undefined;
    team: Agent['team'] | undefined;
    status: Ticket['status'] | undefined;
  }): Result<Ticket[]> {
    if (customer_id === undefined && agent_id === undefined && team === undefined && status === undefined)
      return fail('Name at least one filter.');
    if (customer_id !== undefined && !this.state.customers[customer_id]) return fail(`No customer ${customer_id}.`);
    if (agent_id !== undefined && !this.state.agents[agent_id]) return fail(`No agent ${agent_id}.`);
    const found = Object.values(this.state.tickets).filter(
      (ticket) =>
        (customer_id === undefined || this.customerOf(ticket)?.customer_id === customer_id) &&
        (agent_id === undefined || ticket.agent_id === agent_id) &&
        (team === undefined || ticket.team === team) &&
        (status === undefined || ticket.status === status),
    );
    return ok(
      found.sort((a, b) => (a.opened === b.opened ? (a.ticket_id < b.ticket_id ? -1 : 1) : a.opened < b.opened ? -1 : 1)),
    );
  }

  /**
   * The conversation of a ticket, the oldest message first.
   * @effect read
   * @param ticket_id  The number of the ticket.
   */
  list_messages({ ticket_id }: { ticket_id: Ref<Ticket> }): Result<Message[]> {
    if (!this.state.tickets[ticket_id]) return fail(`No ticket ${ticket_id}.`);
    const found = Object.values(this.state.messages).filter((message) => message.ticket_id === ticket_id);
    return ok(found.sort((a, b) => (a.sent === b.sent ? (a.message_id < b.message_id ? -1 : 1) : a.sent < b.sent ? -1 : 1)));
  }

  /**
   * Tickets in status new or open that nobody has answered yet, the one that is due first at the top, with the minutes
   * left (negative when overdue).
   * @effect read
   */
  list_unanswered(): Result<{ ticket: Ticket; minutes_left: Integer }[]> {
    const open = Object.values(this.state.tickets).filter(
      (ticket) => (ticket.status === 'new' || ticket.status === 'open') && !this.isAnswered(ticket.ticket_id),
    );
    const rows = open.map((ticket) => ({ ticket, minutes_left: this.minutesBetween(this.now(), ticket.answer_due) }));
    return ok(rows.sort((a, b) => a.minutes_left - b.minutes_left || (a.ticket.ticket_id < b.ticket.ticket_id ? -1 : 1)));
  }

  /**
   * Known problems, by title.
   * @effect read
   * @param status  Only these.
   */
  list_problems({ status }: { status: Problem['status'] | undefined }): Result<Problem[]> {
    const found = Object.values(this.state.problems).filter((problem) => status === undefined || problem.status === status);
    return ok(found.sort((a, b) => (a.title < b.title ? -1 : 1)));
  }
}
