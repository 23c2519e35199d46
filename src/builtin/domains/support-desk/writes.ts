import { fail, ok, type Ref, type Result, type Text } from '../../kit/environment.ts';
import type { Agent, Contact, Message, Problem, SupportDeskPolicy, Ticket } from './design.ts';
import { SupportDeskReads } from './reads.ts';

declare const POLICY: SupportDeskPolicy;

export class SupportDesk extends SupportDeskReads {
  /**
   * Open a ticket for a contact. Its first answer is due after {urgent_hours} hours when it is urgent, 2, 6 or 12 times as
   * much when it is high, normal or low, and {standard_factor} times longer still without the premium plan.
   * @effect write  @rules R5 R10
   * @param contact_id  Who asks.
   * @param team  The team it belongs to.
   * @param priority  How fast it needs an answer.
   * @param subject  What it is about.
   */
  open_ticket({
    contact_id,
    team,
    priority,
    subject,
  }: {
    contact_id: Ref<Contact>;
    team: Agent['team'];
    priority: Ticket['priority'];
    subject: Text<'\\S'>;
  }): Result<Ticket> {
    const contact = this.state.contacts[contact_id];
    if (!contact) return fail(`No contact ${contact_id}.`);
    const customer = this.state.customers[contact.customer_id];
    if (!customer) return fail(`No customer ${contact.customer_id}.`);
    if (customer.plan !== 'free' && customer.contract_until < this.today())
      return fail(`The contract of ${customer.name} ended on ${customer.contract_until}.`); // R10
    const refusal = priority === 'urgent' ? this.urgentRefusal(customer) : undefined;
    if (refusal) return fail(refusal); // R5
    const ticket: Ticket = {
      ticket_id: this.newId('T'),
      contact_id,
      subject,
      team,
      priority,
      status: 'new',
      agent_id: null,
      escalated: false,
      problem_id: null,
      merged_into: null,
      opened: this.now(),
      answer_due: this.dueFor(customer, priority, this.now()),
      resolution: null,
      resolved_on: null,
    };
    this.state.tickets[ticket.ticket_id] = ticket;
    return ok(ticket);
  }

  /**
   * Give a new, open or pending ticket to an agent. A new one becomes open.
   * @effect write  @rules R1 R2 R3 R4
   * @param ticket_id  The number of the ticket.
   * @param agent_id  Who is to work on it.
   */
  assign_ticket({ ticket_id, agent_id }: { ticket_id: Ref<Ticket>; agent_id: Ref<Agent> }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    const agent = this.state.agents[agent_id];
    if (!agent) return fail(`No agent ${agent_id}.`);
    if (!this.isActive(ticket)) return fail(`Ticket ${ticket_id} is ${ticket.status}.`); // R1
    if (ticket.agent_id === agent_id) return fail(`${agent.name} already works on ticket ${ticket_id}.`);
    if (agent.team !== ticket.team) return fail(`${agent.name} is in the ${agent.team} team, not in ${ticket.team}.`); // R3
    if (!this.isHere(agent)) return fail(`${agent.name} is away until ${agent.away_until}.`); // R3
    if (ticket.escalated && !agent.senior) return fail(`Ticket ${ticket_id} is escalated and ${agent.name} is not a senior.`); // R4
    if (this.carriedBy(agent_id).length >= POLICY.max_open_tickets)
      return fail(`${agent.name} already carries ${POLICY.max_open_tickets} tickets.`); // R2
    ticket.agent_id = agent_id;
    if (ticket.status === 'new') ticket.status = 'open';
    return ok(ticket);
  }

  /**
   * Hand a new, open or pending ticket to another team. It loses its agent and its problem and is new again.
   * @effect write  @rules R1
   * @param ticket_id  The number of the ticket.
   * @param team  The team it belongs to.
   */
  move_ticket({ ticket_id, team }: { ticket_id: Ref<Ticket>; team: Agent['team'] }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    if (!this.isActive(ticket)) return fail(`Ticket ${ticket_id} is ${ticket.status}.`); // R1
    if (ticket.team === team) return fail(`Ticket ${ticket_id} is with the ${team} team.`);
    ticket.team = team;
    ticket.agent_id = null;
    ticket.problem_id = null;
    ticket.status = 'new';
    return ok(ticket);
  }

  /**
   * Change the priority of a new, open or pending ticket; the deadline for the first answer, counted from when it was
   * opened, moves with it.
   * @effect write  @rules R1 R5
   * @param ticket_id  The number of the ticket.
   * @param priority  How fast it needs an answer.
   */
  set_priority({ ticket_id, priority }: { ticket_id: Ref<Ticket>; priority: Ticket['priority'] }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    const customer = this.customerOf(ticket);
    if (!customer) return fail(`Ticket ${ticket_id} is incomplete.`);
    if (!this.isActive(ticket)) return fail(`Ticket ${ticket_id} is ${ticket.status}.`); // R1
    if (ticket.priority === priority) return fail(`Ticket ${ticket_id} is ${priority} already.`);
    const refusal = priority === 'urgent' ? this.urgentRefusal(customer) : undefined;
    if (refusal) return fail(refusal); // R5
    ticket.priority = priority;
    ticket.answer_due = this.dueFor(customer, priority, ticket.opened);
    return ok(ticket);
  }

  /**
   * Escalate an open or pending ticket to a senior of its team, who takes it over.
   * @effect write  @rules R1 R2 R3 R4
   * @param ticket_id  The number of the ticket.
   * @param agent_id  The senior.
   */
  escalate_ticket({ ticket_id, agent_id }: { ticket_id: Ref<Ticket>; agent_id: Ref<Agent> }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    const agent = this.state.agents[agent_id];
    if (!agent) return fail(`No agent ${agent_id}.`);
    const customer = this.customerOf(ticket);
    if (!customer) return fail(`Ticket ${ticket_id} is incomplete.`);
    if (ticket.status !== 'open' && ticket.status !== 'pending') return fail(`Ticket ${ticket_id} is ${ticket.status}.`); // R1
    if (ticket.escalated) return fail(`Ticket ${ticket_id} is escalated already.`);
    if (customer.plan === 'free') return fail(`${customer.name} is on the free plan.`); // R4
    if (!agent.senior) return fail(`${agent.name} is not a senior.`); // R4
    if (agent.team !== ticket.team) return fail(`${agent.name} is in the ${agent.team} team, not in ${ticket.team}.`); // R3
    if (!this.isHere(agent)) return fail(`${agent.name} is away until ${agent.away_until}.`); // R3
    if (ticket.agent_id !== agent_id && this.carriedBy(agent_id).length >= POLICY.max_open_tickets)
      return fail(`${agent.name} already carries ${POLICY.max_open_tickets} tickets.`); // R2
    ticket.escalated = true;
    ticket.agent_id = agent_id;
    return ok(ticket);
  }

  /**
   * Send an answer to the contact; the ticket is then pending until the contact reacts.
   * @effect write  @rules R1 R6
   * @param ticket_id  The number of the ticket.
   * @param agent_id  Who answers: the agent who works on it.
   * @param text  The answer.
   */
  answer_ticket({
    ticket_id,
    agent_id,
    text,
  }: {
    ticket_id: Ref<Ticket>;
    agent_id: Ref<Agent>;
    text: Text<'\\S'>;
  }): Result<Message> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    const agent = this.state.agents[agent_id];
    if (!agent) return fail(`No agent ${agent_id}.`);
    if (ticket.status !== 'open' && ticket.status !== 'pending') return fail(`Ticket ${ticket_id} is ${ticket.status}.`); // R1
    if (ticket.agent_id !== agent_id) return fail(`${agent.name} does not work on ticket ${ticket_id}.`); // R6
    ticket.status = 'pending';
    return ok(this.write(ticket_id, 'answer', agent_id, text));
  }

  /**
   * Leave a note for colleagues on a ticket that is not closed or merged.
   * @effect write  @rules R1
   * @param ticket_id  The number of the ticket.
   * @param agent_id  Who writes the note.
   * @param text  The note.
   */
  add_note({ ticket_id, agent_id, text }: { ticket_id: Ref<Ticket>; agent_id: Ref<Agent>; text: Text<'\\S'> }): Result<Message> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    const agent = this.state.agents[agent_id];
    if (!agent) return fail(`No agent ${agent_id}.`);
    if (ticket.status === 'closed' || ticket.status === 'merged') return fail(`Ticket ${ticket_id} is ${ticket.status}.`); // R1
    return ok(this.write(ticket_id, 'note', agent_id, text));
  }

  /**
   * Resolve an open or pending ticket that was answered. A ticket that the contact withdraws needs no answer.
   * @effect write  @rules R1 R7
   * @param ticket_id  The number of the ticket.
   * @param resolution  How.
   */
  resolve_ticket({ ticket_id, resolution }: { ticket_id: Ref<Ticket>; resolution: Ticket['resolution'] }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    if (ticket.status !== 'open' && ticket.status !== 'pending') return fail(`Ticket ${ticket_id} is ${ticket.status}.`); // R1
    if (resolution !== 'withdrawn' && !this.isAnswered(ticket_id)) return fail(`Ticket ${ticket_id} was never answered.`); // R7
    if (resolution === 'refunded' && ticket.team !== 'billing') return fail('Only the billing team refunds.'); // R7
    ticket.status = 'resolved';
    ticket.resolution = resolution;
    ticket.resolved_on = this.today();
    return ok(ticket);
  }

  /**
   * Reopen a resolved ticket for the agent who had it; it then counts among the tickets of the agent and the urgent ones
   * of the customer again.
   * @effect write  @rules R1 R2 R5 R8
   * @param ticket_id  The number of the ticket.
   */
  reopen_ticket({ ticket_id }: { ticket_id: Ref<Ticket> }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    if (ticket.status !== 'resolved' || ticket.resolved_on === null)
      return fail(`Ticket ${ticket_id} is ${ticket.status}, not resolved.`); // R1
    if (this.daysBetween(ticket.resolved_on, this.today()) > POLICY.reopen_days)
      return fail(`Ticket ${ticket_id} was resolved more than ${POLICY.reopen_days} days ago.`); // R8
    if (ticket.agent_id !== null && this.carriedBy(ticket.agent_id).length >= POLICY.max_open_tickets)
      return fail(`The agent of ticket ${ticket_id} already carries ${POLICY.max_open_tickets} tickets.`); // R2
    const customer = this.customerOf(ticket);
    const refusal = customer && ticket.priority === 'urgent' ? this.urgentRefusal(customer) : undefined;
    if (refusal) return fail(refusal); // R5
    ticket.status = 'open';
    ticket.resolution = null;
    ticket.resolved_on = null;
    return ok(ticket);
  }

  /**
   * Close a resolved ticket for good.
   * @effect write  @rules R1
   * @param ticket_id  The number of the ticket.
   */
  close_ticket({ ticket_id }: { ticket_id: Ref<Ticket> }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    if (ticket.status !== 'resolved') return fail(`Ticket ${ticket_id} is ${ticket.status}, not resolved.`); // R1
    ticket.status = 'closed';
    return ok(ticket);
  }

  /**
   * Merge a ticket into another one of the same customer and team, which goes on. The one that ends loses its agent and
   * its escalation; tickets that were merged into it follow.
   * @effect write  @rules R1 R9
   * @param ticket_id  The ticket that ends.
   * @param into_ticket_id  The ticket that goes on.
   */
  merge_tickets({ ticket_id, into_ticket_id }: { ticket_id: Ref<Ticket>; into_ticket_id: Ref<Ticket> }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    const target = this.state.tickets[into_ticket_id];
    if (!target) return fail(`No ticket ${into_ticket_id}.`);
    if (ticket_id === into_ticket_id) return fail('A ticket cannot be merged into itself.'); // R9
    if (!this.isActive(ticket)) return fail(`Ticket ${ticket_id} is ${ticket.status}.`); // R1
    if (!this.isActive(target)) return fail(`Ticket ${into_ticket_id} is ${target.status}.`); // R9
    if (this.customerOf(ticket)?.customer_id !== this.customerOf(target)?.customer_id)
      return fail('The tickets come from different customers.'); // R9
    if (ticket.team !== target.team) return fail('The tickets belong to different teams.'); // R9
    for (const other of Object.values(this.state.tickets))
      if (other.merged_into === ticket_id) other.merged_into = into_ticket_id;
    ticket.status = 'merged';
    ticket.merged_into = into_ticket_id;
    ticket.agent_id = null;
    ticket.escalated = false;
    return ok(ticket);
  }

  /**
   * Note that a known problem is behind a ticket.
   * @effect write  @rules R1 R11
   * @param ticket_id  The number of the ticket.
   * @param problem_id  The problem.
   */
  link_problem({ ticket_id, problem_id }: { ticket_id: Ref<Ticket>; problem_id: Ref<Problem> }): Result<Ticket> {
    const ticket = this.state.tickets[ticket_id];
    if (!ticket) return fail(`No ticket ${ticket_id}.`);
    const problem = this.state.problems[problem_id];
    if (!problem) return fail(`No problem ${problem_id}.`);
    if (!this.isActive(ticket)) return fail(`Ticket ${ticket_id} is ${ticket.status}.`); // R1
    if (ticket.problem_id === problem_id) return fail(`Ticket ${ticket_id} is linked to it already.`);
    if (problem.team !== ticket.team) return fail(`"${problem.title}" is looked after by the ${problem.team} team.`); // R11
    if (problem.status === 'fixed') return fail(`"${problem.title}" is fixed.`); // R11
    ticket.problem_id = problem_id;
    return ok(ticket);
  }

  /**
   * Mark a problem as fixed. The tickets linked to it stay as they are.
   * @effect write
   * @param problem_id  The problem.
   */
  fix_problem({ problem_id }: { problem_id: Ref<Problem> }): Result<Problem> {
    const problem = this.state.problems[problem_id];
    if (!problem) return fail(`No problem ${problem_id}.`);
    if (problem.status === 'fixed') return fail(`"${problem.title}" is fixed already.`);
    problem.status = 'fixed';
    return ok(problem);
  }
}
