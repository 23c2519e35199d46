import { daysBetween } from '../../../base/days.ts';
import { type Change, change, create, must, type Reason } from '../../../domain/contract/form.ts';
import { at, where } from '../../../domain/contract/reading.ts';
import type { ContractOf } from '../../kit/request.ts';
import type { Agent, Customer, SupportDeskPolicy, SupportDeskState, Ticket } from './design.ts';
import { carriedBy, customerOf, type Desk, inWork, isAnswered, isHere, readContract } from './read-contract.ts';
import type { SupportDesk } from './writes.ts';

const active: readonly Ticket['status'][] = ['new', ...inWork];

/** Rule R1: the ticket has to be in one of some statuses. */
function notIn({ state }: Desk, ticket_id: string, statuses: readonly Ticket['status'][]): Reason {
  const { status } = at(state.tickets, ticket_id);
  return must(`R1 the ticket is ${status}`, () => !statuses.includes(status));
}

/** Rule R2, for a ticket that the agent would carry in addition. */
function tooMany({ state, policy }: Desk, agent_id: string): Reason {
  return must('R2 the agent carries as many tickets as allowed', () => carriedBy(state, agent_id) >= policy.max_open_tickets);
}

/** Rule R3. */
function unfit(desk: Desk, { team }: Ticket, agent: Agent): Reason[] {
  return [
    must('R3 the agent is in another team', () => agent.team !== team),
    must('R3 the agent is away', () => !isHere(desk, agent)),
  ];
}

/** Rule R5, for one more urgent ticket. */
function noUrgentFor({ state, policy }: Desk, customer: Customer): Reason[] {
  const urgent = where(
    state.tickets,
    (ticket) => ticket.priority === 'urgent' && active.includes(ticket.status) && customerOf(state, ticket) === customer,
  );
  return [
    must('R5 free customers have no urgent tickets', () => customer.plan === 'free'),
    must(
      'R5 the customer has as many urgent tickets as allowed',
      () => customer.plan === 'standard' && urgent.length >= policy.max_urgent_standard,
    ),
  ];
}

/** When the first answer is due, for a ticket opened at some time. */
export function dueFor(
  policy: Pick<SupportDeskPolicy, 'urgent_hours' | 'standard_factor'>,
  { plan }: Customer,
  priority: Ticket['priority'],
  opened: string,
): string {
  const times = { urgent: 1, high: 2, normal: 6, low: 12 }[priority];
  const hours = policy.urgent_hours * times * (plan === 'premium' ? 1 : policy.standard_factor);
  return new Date(Date.parse(opened) + hours * 3_600_000).toISOString().replace('.000Z', 'Z');
}

interface Said {
  readonly ticket_id: string;
  readonly agent_id: string;
  readonly text: string;
}

function said({ now }: Desk, { ticket_id, agent_id, text }: Said, kind: string): Change {
  return create('messages', { ticket_id, agent_id, kind, text, sent: now });
}

/** What the support desk promises. */
export const contract: ContractOf<SupportDeskState, SupportDeskPolicy, SupportDesk> = {
  ...readContract,
  open_ticket: {
    refuse(desk, { contact_id, priority }) {
      const customer = customerOf(desk.state, { contact_id });
      return [
        must('R10 the contract has ended', () => customer.plan !== 'free' && customer.contract_until < desk.today),
        ...(priority === 'urgent' ? noUrgentFor(desk, customer) : []),
      ];
    },
    changes: ({ state, policy, now }, request) => [
      create('tickets', {
        ...request,
        status: 'new',
        agent_id: null,
        escalated: false,
        problem_id: null,
        merged_into: null,
        opened: now,
        answer_due: dueFor(policy, customerOf(state, request), request.priority, now),
        resolution: null,
        resolved_on: null,
      }),
    ],
  },
  assign_ticket: {
    refuse(desk, { ticket_id, agent_id }) {
      const [ticket, agent] = [at(desk.state.tickets, ticket_id), at(desk.state.agents, agent_id)];
      return [
        notIn(desk, ticket_id, active),
        ...unfit(desk, ticket, agent),
        must('the agent works on it already', () => ticket.agent_id === agent_id),
        must('R4 the ticket is escalated and the agent no senior', () => ticket.escalated && !agent.senior),
        tooMany(desk, agent_id),
      ];
    },
    changes: ({ state }, { ticket_id, agent_id }) => [
      change('tickets', ticket_id, { agent_id, status: at(state.tickets, ticket_id).status === 'pending' ? 'pending' : 'open' }),
    ],
  },
  move_ticket: {
    refuse: (desk, { ticket_id, team }) => [
      notIn(desk, ticket_id, active),
      must('it is with that team', () => at(desk.state.tickets, ticket_id).team === team),
    ],
    changes: (_desk, { ticket_id, team }) => [
      change('tickets', ticket_id, { team, agent_id: null, problem_id: null, status: 'new' }),
    ],
  },
  set_priority: {
    refuse(desk, { ticket_id, priority }) {
      const ticket = at(desk.state.tickets, ticket_id);
      return [
        notIn(desk, ticket_id, active),
        must('it has that priority', () => ticket.priority === priority),
        ...(priority === 'urgent' ? noUrgentFor(desk, customerOf(desk.state, ticket)) : []),
      ];
    },
    changes({ state, policy }, { ticket_id, priority }) {
      const ticket = at(state.tickets, ticket_id);
      const answer_due = dueFor(policy, customerOf(state, ticket), priority, ticket.opened);
      return [change('tickets', ticket_id, { priority, answer_due })];
    },
  },
  escalate_ticket: {
    refuse(desk, { ticket_id, agent_id }) {
      const [ticket, agent] = [at(desk.state.tickets, ticket_id), at(desk.state.agents, agent_id)];
      return [
        notIn(desk, ticket_id, inWork),
        must('it is escalated already', () => ticket.escalated),
        must('R4 the customer is on the free plan', () => customerOf(desk.state, ticket).plan === 'free'),
        ...unfit(desk, ticket, agent),
        must('R4 the agent is no senior', () => !agent.senior),
        ...(ticket.agent_id === agent_id ? [] : [tooMany(desk, agent_id)]),
      ];
    },
    changes: (_desk, { ticket_id, agent_id }) => [change('tickets', ticket_id, { agent_id, escalated: true })],
  },
  answer_ticket: {
    refuse: (desk, { ticket_id, agent_id }) => [
      notIn(desk, ticket_id, inWork),
      must('R6 the agent does not work on it', () => at(desk.state.tickets, ticket_id).agent_id !== agent_id),
    ],
    changes: (desk, args) => [change('tickets', args.ticket_id, { status: 'pending' }), said(desk, args, 'answer')],
  },
  add_note: {
    refuse: (desk, { ticket_id }) => [notIn(desk, ticket_id, [...active, 'resolved'])],
    changes: (desk, args) => [said(desk, args, 'note')],
  },
  resolve_ticket: {
    refuse: (desk, { ticket_id, resolution }) => [
      notIn(desk, ticket_id, inWork),
      must('R7 it was never answered', () => resolution !== 'withdrawn' && !isAnswered(desk.state, ticket_id)),
      must(
        'R7 only billing tickets are refunded',
        () => resolution === 'refunded' && at(desk.state.tickets, ticket_id).team !== 'billing',
      ),
    ],
    changes: ({ today }, { ticket_id, resolution }) => [
      change('tickets', ticket_id, { status: 'resolved', resolution, resolved_on: today }),
    ],
  },
  reopen_ticket: {
    refuse(desk, { ticket_id }) {
      const ticket = at(desk.state.tickets, ticket_id);
      const { resolved_on, agent_id } = ticket;
      return [
        notIn(desk, ticket_id, ['resolved']),
        must('R8 it was resolved too long ago', () => daysBetween(resolved_on ?? '', desk.today) > desk.policy.reopen_days),
        ...(ticket.priority === 'urgent' ? noUrgentFor(desk, customerOf(desk.state, ticket)) : []),
        tooMany(desk, agent_id ?? ''),
      ];
    },
    changes: (_desk, { ticket_id }) => [change('tickets', ticket_id, { status: 'open', resolution: null, resolved_on: null })],
  },
  close_ticket: {
    refuse: (desk, { ticket_id }) => [notIn(desk, ticket_id, ['resolved'])],
    changes: (_desk, { ticket_id }) => [change('tickets', ticket_id, { status: 'closed' })],
  },
  merge_tickets: {
    refuse(desk, { ticket_id, into_ticket_id }) {
      const { state } = desk;
      const [ticket, target] = [at(state.tickets, ticket_id), at(state.tickets, into_ticket_id)];
      return [
        notIn(desk, ticket_id, active),
        must('R9 the tickets are the same', () => ticket === target),
        must('R9 the ticket to merge it into is over', () => !active.includes(target.status)),
        must('R9 the customers are different', () => customerOf(state, ticket) !== customerOf(state, target)),
        must('R9 the teams are different', () => ticket.team !== target.team),
      ];
    },
    changes: ({ state }, { ticket_id, into_ticket_id }) => [
      change('tickets', ticket_id, { status: 'merged', merged_into: into_ticket_id, agent_id: null, escalated: false }),
      ...where(state.tickets, (other) => other.merged_into === ticket_id).map((other) =>
        change('tickets', other.ticket_id, { merged_into: into_ticket_id }),
      ),
    ],
  },
  link_problem: {
    refuse(desk, { ticket_id, problem_id }) {
      const [ticket, problem] = [at(desk.state.tickets, ticket_id), at(desk.state.problems, problem_id)];
      return [
        notIn(desk, ticket_id, active),
        must('it is linked to it already', () => ticket.problem_id === problem_id),
        must('R11 another team looks after the problem', () => problem.team !== ticket.team),
        must('R11 the problem is fixed', () => problem.status === 'fixed'),
      ];
    },
    changes: (_desk, { ticket_id, problem_id }) => [change('tickets', ticket_id, { problem_id })],
  },
  fix_problem: {
    refuse: ({ state }, { problem_id }) => [must('it is fixed already', () => at(state.problems, problem_id).status === 'fixed')],
    changes: (_desk, { problem_id }) => [change('problems', problem_id, { status: 'fixed' })],
  },
};
