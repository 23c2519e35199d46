import {
  choice,
  constant,
  type Design,
  day,
  entity,
  flag,
  guard,
  invariant,
  key,
  moment,
  orNull,
  type PolicyOf,
  type RecordOf,
  ref,
  type StateOf,
  text,
} from '../../kit/design.ts';

/** Ticket desk of a software company. */
export const design = {
  slug: 'support-desk',
  name: 'SupportDesk',
  title: 'Support desk',
  domain: 'customer support',
  summary: 'Ticket desk of a software company',
  introduction:
    'The support desk of a software company keeps customer companies with their service plans, contacts, agents in teams, tickets with messages, and known problems. Agents triage, answer, escalate, merge and close tickets under response deadlines that depend on plan and priority. Tickets follow a strict life from new to closed, and no agent carries more than a fixed number of them.',
  usefulness: 9,
  modelability: 9,
  terms:
    'ticket, support, helpdesk, help desk, escalate, bug report, incident, SLA, priority, assign to agent, outage, reopen, customer issue, support agent',
  policy: {
    max_open_tickets: constant([5, 6], 'Tickets in work that one agent may carry at a time.'),
    urgent_hours: constant([4, 2, 8], 'Hours for the first answer to an urgent ticket of a premium customer.'),
    standard_factor: constant([3, 2, 4], 'How many times longer the deadline of customers without the premium plan is.'),
    reopen_days: constant([7, 14, 10], 'Days after it was resolved in which a ticket can be reopened.'),
    max_urgent_standard: constant([1, 2], 'Urgent tickets that a customer without the premium plan may have at a time.'),
  },
  entities: {
    Customer: entity('customers', 'A company that uses the software.', {
      customer_id: key('Key.'),
      name: text('Name of the company.', { unique: true }),
      plan: choice(['free', 'standard', 'premium'], 'Free customers get no urgent tickets and no escalation.'),
      contract_until: day('Last day of the contract.'),
    }),
    Contact: entity('contacts', 'A person at a customer who may open tickets.', {
      contact_id: key('Key.'),
      customer_id: ref('Customer', 'Where the person works.'),
      name: text('Full name.'),
      email: text('Where answers go.', { unique: true }),
    }),
    Agent: entity('agents', 'Someone who works on tickets.', {
      agent_id: key('Key.'),
      name: text('Full name.'),
      team: choice(['billing', 'product', 'infrastructure'], 'What the agent knows about.'),
      senior: flag('Only seniors take escalated tickets.'),
      away_until: orNull(day('Last day of an absence.')),
    }),
    Problem: entity('problems', 'A known fault behind several tickets.', {
      problem_id: key('Number of the problem.'),
      title: text('What is wrong.', { unique: true }),
      team: choice(['billing', 'product', 'infrastructure'], 'Who looks after it.'),
      status: choice(['investigating', 'fixed'], 'Whether it is fixed.'),
    }),
    Ticket: entity('tickets', 'A request of a contact.', {
      ticket_id: key('Number of the ticket.'),
      contact_id: ref('Contact', 'Who asks.'),
      subject: text('What it is about.', { policy: 'semantic' }),
      team: choice(['billing', 'product', 'infrastructure'], 'The team it belongs to.'),
      priority: choice(['low', 'normal', 'high', 'urgent'], 'How fast it needs an answer.'),
      status: choice(['new', 'open', 'pending', 'resolved', 'closed', 'merged'], 'How far it is.'),
      agent_id: orNull(ref('Agent', 'Who works on it.')),
      escalated: flag('Whether it was escalated to a senior.'),
      problem_id: orNull(ref('Problem', 'The known fault behind it.')),
      merged_into: orNull(ref('Ticket', 'The ticket it was merged into.')),
      opened: moment('When it was opened.', { policy: 'exempt' }),
      answer_due: moment('When the first answer is due.', { policy: 'exempt' }),
      resolution: orNull(choice(['fixed', 'explained', 'refunded', 'not_reproducible', 'withdrawn'], 'How it was resolved.')),
      resolved_on: orNull(day('Day it was resolved.')),
    }),
    Message: entity('messages', 'A line of the conversation in a ticket.', {
      message_id: key('Key.'),
      ticket_id: ref('Ticket', 'The ticket.'),
      kind: choice(['question', 'answer', 'note'], 'From the contact, to the contact, or for colleagues only.'),
      agent_id: orNull(ref('Agent', 'Who wrote it; null for the contact.')),
      text: text('What was written.', { policy: 'semantic' }),
      sent: moment('When.', { policy: 'exempt' }),
    }),
  },
  rules: {
    R1: guard(
      'Tickets move new, open, pending, resolved, closed as the operations say; closed ones never change again, merged ones only follow the ticket they were merged into.',
    ),
    R2: guard('An agent carries at most {max_open_tickets} open or pending tickets.'),
    R3: guard('A ticket is assigned only to an agent of its team who is not away.'),
    R4: guard('Escalated tickets are assigned to seniors only, and free customers cannot escalate.'),
    R5: guard('Free customers have no urgent tickets, standard customers at most {max_urgent_standard} at a time.'),
    R6: guard('Only the agent who works on a ticket answers it.'),
    R7: guard(
      'A ticket is resolved only after it was answered, unless the contact withdraws it, and only billing tickets are resolved by a refund.',
    ),
    R8: guard('A resolved ticket can be reopened for {reopen_days} days.'),
    R9: guard('Only new, open and pending tickets of the same customer and team are merged.'),
    R10: guard('A customer whose contract has ended, other than a free one, opens no tickets.'),
    R11: guard('A ticket can be linked only to a problem of its own team that is not fixed.'),
    R12: invariant(
      'New tickets have no agent, open and pending ones have one of their own team, a senior when they are escalated.',
    ),
    R13: invariant(
      'Exactly the resolved and closed tickets have a resolution and the day of it, and exactly the merged ones name another ticket of the same customer that is not merged itself.',
    ),
    R14: invariant('No agent carries more open and pending tickets than allowed.'),
  },
} satisfies Design;

export type SupportDeskPolicy = PolicyOf<typeof design.policy>;
export type SupportDeskState = StateOf<typeof design.entities>;
export type Customer = RecordOf<typeof design.entities.Customer>;
export type Contact = RecordOf<typeof design.entities.Contact>;
export type Agent = RecordOf<typeof design.entities.Agent>;
export type Problem = RecordOf<typeof design.entities.Problem>;
export type Ticket = RecordOf<typeof design.entities.Ticket>;
export type Message = RecordOf<typeof design.entities.Message>;
export type Team = Agent['team'];
