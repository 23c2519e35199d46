import { daysBetween } from '../../../base/days.ts';
import { change, create } from '../../../domain/contract/form.ts';
import { all, firstOf, noSuch, type Oracles } from '../../kit/oracle.ts';
import {
  active,
  customerOf,
  dueFor,
  inWork,
  isAnswered,
  notIn,
  noUrgentFor,
  type OfTicket,
  type OnTicket,
  said,
  tooMany,
  unfit,
} from './oracle-facts.ts';
import { supportDeskReads } from './oracle-reads.ts';
import type { SupportState, Ticket } from './state.ts';

type Request = Pick<Ticket, 'contact_id' | 'team' | 'priority' | 'subject'>;
type Said = OnTicket & { readonly text: string };

/** What the support desk promises. */
export const supportDeskExpectations: Oracles<SupportState> = {
  ...supportDeskReads,
  open_ticket: {
    refusal(desk, { contact_id, priority }: Request) {
      const { state, today } = desk;
      const customer = state.customers[state.contacts[contact_id]?.customer_id ?? ''];
      return firstOf(
        noSuch(state.contacts[contact_id], 'contact'),
        [customer?.plan !== 'free' && (customer?.contract_until ?? '') < today, 'R10: the contract has ended'],
        ...(priority === 'urgent' ? noUrgentFor(desk, customer) : []),
      );
    },
    changes(desk, request: Request) {
      const { state, now } = desk;
      const plan = state.customers[state.contacts[request.contact_id]?.customer_id ?? '']?.plan;
      return [
        create('tickets', {
          ...request,
          status: 'new',
          agent_id: null,
          escalated: false,
          problem_id: null,
          merged_into: null,
          opened: now,
          answer_due: dueFor(desk, plan, request.priority, now),
          resolution: null,
          resolved_on: null,
        }),
      ];
    },
  },
  assign_ticket: {
    refusal(desk, { ticket_id, agent_id }: OnTicket) {
      const [ticket, agent] = [desk.state.tickets[ticket_id], desk.state.agents[agent_id]];
      return firstOf(
        ...notIn(ticket, active),
        ...unfit(desk, ticket, agent),
        [ticket?.agent_id === agent_id, 'the agent works on it already'],
        [ticket?.escalated === true && agent?.senior === false, 'R4: the ticket is escalated and the agent no senior'],
        tooMany(desk, agent_id),
      );
    },
    changes: ({ state }, { ticket_id, agent_id }: OnTicket) => [
      change('tickets', ticket_id, { agent_id, status: state.tickets[ticket_id]?.status === 'pending' ? 'pending' : 'open' }),
    ],
  },
  move_ticket: {
    refusal: ({ state }, { ticket_id, team }: OfTicket & { team: string }) =>
      firstOf(...notIn(state.tickets[ticket_id], active), [state.tickets[ticket_id]?.team === team, 'it is with that team']),
    changes: (_desk, { ticket_id, team }: OfTicket & { team: string }) => [
      change('tickets', ticket_id, { team, agent_id: null, problem_id: null, status: 'new' }),
    ],
  },
  set_priority: {
    refusal(desk, { ticket_id, priority }: OfTicket & { priority: Ticket['priority'] }) {
      const ticket = desk.state.tickets[ticket_id];
      return firstOf(
        ...notIn(ticket, active),
        [ticket?.priority === priority, 'it has that priority'],
        ...(priority === 'urgent' ? noUrgentFor(desk, customerOf(desk.state, ticket)) : []),
      );
    },
    changes(desk, { ticket_id, priority }: OfTicket & { priority: Ticket['priority'] }) {
      const ticket = desk.state.tickets[ticket_id];
      const answer_due = dueFor(desk, customerOf(desk.state, ticket)?.plan, priority, ticket?.opened ?? desk.now);
      return [change('tickets', ticket_id, { priority, answer_due })];
    },
  },
  escalate_ticket: {
    refusal(desk, { ticket_id, agent_id }: OnTicket) {
      const [ticket, agent] = [desk.state.tickets[ticket_id], desk.state.agents[agent_id]];
      return firstOf(
        ...notIn(ticket, inWork),
        [ticket?.escalated === true, 'it is escalated already'],
        [customerOf(desk.state, ticket)?.plan === 'free', 'R4: the customer is on the free plan'],
        ...unfit(desk, ticket, agent),
        [agent?.senior === false, 'R4: the agent is no senior'],
        ...(ticket?.agent_id === agent_id ? [] : [tooMany(desk, agent_id)]),
      );
    },
    changes: (_desk, { ticket_id, agent_id }: OnTicket) => [change('tickets', ticket_id, { agent_id, escalated: true })],
  },
  answer_ticket: {
    refusal: ({ state }, { ticket_id, agent_id }: Said) =>
      firstOf(...notIn(state.tickets[ticket_id], inWork), noSuch(state.agents[agent_id], 'agent'), [
        state.tickets[ticket_id]?.agent_id !== agent_id,
        'R6: the agent does not work on it',
      ]),
    changes: (desk, args: Said) => [change('tickets', args.ticket_id, { status: 'pending' }), said(desk, args, 'answer')],
  },
  add_note: {
    refusal: ({ state }, { ticket_id, agent_id }: Said) =>
      firstOf(...notIn(state.tickets[ticket_id], [...active, 'resolved']), noSuch(state.agents[agent_id], 'agent')),
    changes: (desk, args: Said) => [said(desk, args, 'note')],
  },
  resolve_ticket: {
    refusal: ({ state }, { ticket_id, resolution }: OfTicket & { resolution: string }) =>
      firstOf(
        ...notIn(state.tickets[ticket_id], inWork),
        [resolution !== 'withdrawn' && !isAnswered(state, ticket_id), 'R7: it was never answered'],
        [resolution === 'refunded' && state.tickets[ticket_id]?.team !== 'billing', 'R7: only billing tickets are refunded'],
      ),
    changes: ({ today }, { ticket_id, resolution }: OfTicket & { resolution: string }) => [
      change('tickets', ticket_id, { status: 'resolved', resolution, resolved_on: today }),
    ],
  },
  reopen_ticket: {
    refusal(desk, { ticket_id }: OfTicket) {
      const ticket = desk.state.tickets[ticket_id];
      const days = daysBetween(ticket?.resolved_on ?? desk.today, desk.today);
      return firstOf(
        ...notIn(ticket, ['resolved']),
        [days > Number(desk.policy.reopen_days), 'R8: it was resolved too long ago'],
        ...(ticket?.priority === 'urgent' ? noUrgentFor(desk, customerOf(desk.state, ticket)) : []),
        tooMany(desk, ticket?.agent_id ?? ''),
      );
    },
    changes: (_desk, { ticket_id }: OfTicket) => [
      change('tickets', ticket_id, { status: 'open', resolution: null, resolved_on: null }),
    ],
  },
  close_ticket: {
    refusal: ({ state }, { ticket_id }: OfTicket) => firstOf(...notIn(state.tickets[ticket_id], ['resolved'])),
    changes: (_desk, { ticket_id }: OfTicket) => [change('tickets', ticket_id, { status: 'closed' })],
  },
  merge_tickets: {
    refusal({ state }, { ticket_id, into_ticket_id }: OfTicket & { into_ticket_id: string }) {
      const [ticket, target] = [state.tickets[ticket_id], state.tickets[into_ticket_id]];
      return firstOf(
        ...notIn(ticket, active),
        noSuch(target, 'ticket to merge it into'),
        [ticket_id === into_ticket_id, 'R9: the tickets are the same'],
        [target !== undefined && !active.includes(target.status), 'R9: the ticket to merge it into is over'],
        [customerOf(state, ticket) !== customerOf(state, target), 'R9: the customers are different'],
        [ticket?.team !== target?.team, 'R9: the teams are different'],
      );
    },
    changes: ({ state }, { ticket_id, into_ticket_id }: OfTicket & { into_ticket_id: string }) => [
      change('tickets', ticket_id, { status: 'merged', merged_into: into_ticket_id, agent_id: null, escalated: false }),
      ...all(state.tickets)
        .filter((other) => other.merged_into === ticket_id)
        .map((other) => change('tickets', other.ticket_id, { merged_into: into_ticket_id })),
    ],
  },
  link_problem: {
    refusal({ state }, { ticket_id, problem_id }: OfTicket & { problem_id: string }) {
      const [ticket, problem] = [state.tickets[ticket_id], state.problems[problem_id]];
      return firstOf(
        ...notIn(ticket, active),
        noSuch(problem, 'problem'),
        [ticket?.problem_id === problem_id, 'it is linked to it already'],
        [problem?.team !== ticket?.team, 'R11: another team looks after the problem'],
        [problem?.status === 'fixed', 'R11: the problem is fixed'],
      );
    },
    changes: (_desk, { ticket_id, problem_id }: OfTicket & { problem_id: string }) => [
      change('tickets', ticket_id, { problem_id }),
    ],
  },
  fix_problem: {
    refusal: ({ state }, { problem_id }: { problem_id: string }) =>
      firstOf(noSuch(state.problems[problem_id], 'problem'), [
        state.problems[problem_id]?.status === 'fixed',
        'it is fixed already',
      ]),
    changes: (_desk, { problem_id }: { problem_id: string }) => [change('problems', problem_id, { status: 'fixed' })],
  },
};
