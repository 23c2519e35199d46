import { all, pairs, where } from '../../../domain/contract/reading.ts';
import { showing } from '../../kit/request.ts';
import { call, free, isTold, priorities, request, teams, ticketsIn } from './desk.ts';
import { explains } from './matters.ts';
import { carriedBy, isHere } from './read-contract.ts';

const assignLeastBusy = request({
  name: 'assign to the least busy',
  cases: (desk) => ticketsIn(desk, 'new'),
  ask({ ticket: { team }, id, card, touches }, desk) {
    const [first, second] = free(desk, team);
    const load = carriedBy(desk.state, first?.agent_id ?? '');
    if (!first || (second && load === carriedBy(desk.state, second.agent_id))) return undefined;
    return {
      says: [
        `Nobody has picked up ticket ${id} yet. Give it to whoever in the ${team} team is here and carries the fewest tickets.`,
        `Assign ticket ${id} to the least busy person of the ${team} team who is not away.`,
      ],
      sees: [card, showing(call('list_agents', { team }), first)],
      does: [call('assign_ticket', { ticket_id: id, agent_id: first.agent_id })],
      touches: [...touches, ...where(desk.state.agents, (agent) => agent.team === team)],
    };
  },
});

const assign = request({
  name: 'assign a ticket',
  cases: (desk) => pairs(ticketsIn(desk, 'new', 'open'), all(desk.state.agents)),
  ask: ([{ id, card, touches }, agent]) => ({
    says: [`Please assign ticket ${id} to ${agent.name}.`, `${agent.name} takes ticket ${id} from now on.`],
    sees: [card, agent],
    does: [call('assign_ticket', { ticket_id: id, agent_id: agent.agent_id })],
    touches,
  }),
  withheld: {
    name: 'assign a ticket to somebody not said',
    isOpen: ([{ ticket }], cases) => ticket.status === 'new' && cases.filter(([other]) => other.ticket === ticket).length > 1,
    says: ([{ ticket, id }]) => [
      `Please assign ticket ${id}, it has waited long enough.`,
      `Ticket ${id} belongs to somebody in the ${ticket.team} team now. Assign it.`,
    ],
    wants: ([{ id }, agent]) => `${agent.name} takes over ticket ${id}.`,
    facts: ([{ id }, agent]) => [
      {
        kind: 'record',
        about: 'who is assigned the ticket',
        says: [`${agent.name} takes it.`, `Give it to ${agent.name}.`],
        question: `To whom should I assign ticket ${id}?`,
        decides: ['agent_id'],
        tells: [agent],
      },
    ],
  },
});

const assignByName = request({
  name: 'assign unless away',
  kind: 'conditional',
  cases: (desk) => pairs(ticketsIn(desk, 'new', 'open'), pairs(all(desk.state.agents), all(desk.state.agents))),
  ask([{ ticket, id, card, touches }, [wanted, substitute]], desk) {
    const [first, second] = [wanted, substitute].map(({ agent_id }) => call('assign_ticket', { ticket_id: id, agent_id }));
    if (wanted === substitute || wanted.team !== ticket.team || ticket.agent_id === wanted.agent_id) return undefined;
    if (!first || !second || !desk.accepts(second)) return undefined;
    const goes = isHere(desk, wanted);
    return {
      says: [
        `${wanted.name} should take over ticket ${id}, unless away: then ${substitute.name} gets it.`,
        `Hand ticket ${id} to ${wanted.name}, or to ${substitute.name} in case of absence.`,
      ],
      sees: [card, wanted],
      does: [goes ? first : second],
      touches: [...touches, substitute],
    };
  },
});

const changePriority = request({
  name: 'change a priority',
  cases: (desk) => pairs(ticketsIn(desk, 'new', 'open', 'pending'), [...priorities, 'urgent'] as const),
  ask: ([{ id, card, touches }, priority]) => ({
    says: [
      `Ticket ${id} should have ${priority} priority.`,
      `Please change the priority of ticket ${id} to ${priority}; the customer agrees.`,
    ],
    sees: [card],
    does: [call('set_priority', { ticket_id: id, priority })],
    touches,
  }),
  refusals: [
    {
      because: 'R5 free customers',
      says: ([item], desk) =>
        isTold(desk, item)
          ? [
              `${item.customer.name} is pressing us about "${item.ticket.subject}": raise that ticket to urgent.`,
              `The ticket of ${item.customer.name} about "${item.ticket.subject}" should be treated as urgent from now on.`,
            ]
          : undefined,
      shows: ([{ customer }]) => [[customer, 'plan']],
    },
  ],
  withheld: {
    name: 'change a priority to one not said',
    says: ([{ id }]) => [
      `The priority of ticket ${id} is wrong. Please change it.`,
      `I have talked to the customer: ticket ${id} gets another priority.`,
    ],
    wants: ([{ id }, priority]) => `Ticket ${id} has ${priority} priority.`,
    facts: ([{ id }, priority]) => [
      {
        kind: 'choice',
        about: 'the right priority',
        says: [`It should be ${priority}.`, `Make it ${priority}.`],
        question: `Which priority should ticket ${id} have?`,
        decides: ['priority'],
      },
    ],
  },
});

const escalate = request({
  name: 'escalate to a senior',
  cases: (desk) =>
    pairs(
      ticketsIn(desk, 'open', 'pending'),
      where(desk.state.agents, (agent) => agent.senior),
    ).filter(([{ own }, senior]) => !own.includes(senior)),
  ask: ([{ id, customer, card, touches }, senior]) => ({
    says: [
      `${customer.name} is getting impatient about ticket ${id}. Escalate it to ${senior.name}.`,
      `Please escalate ticket ${id}; ${senior.name} will take it over.`,
    ],
    sees: [card, senior],
    does: [call('escalate_ticket', { ticket_id: id, agent_id: senior.agent_id })],
    touches,
  }),
  refusals: [
    {
      because: 'R4 the customer is on the free plan',
      says: ([item, senior], desk) =>
        isTold(desk, item)
          ? [
              `Escalate the ticket of ${item.customer.name} about "${item.ticket.subject}" to ${senior.name}.`,
              `${item.customer.name} wants a senior to look at "${item.ticket.subject}"; escalate it, and let ${senior.name} have it.`,
            ]
          : undefined,
      shows: ([{ customer }]) => [[customer, 'plan']],
    },
  ],
  withheld: {
    name: 'escalate to a senior not said',
    isOpen: ([{ ticket }], cases) => cases.filter(([other]) => other.ticket === ticket).length > 1,
    says: ([{ id, customer }]) => [
      `${customer.name} is getting impatient about ticket ${id}. Please escalate it.`,
      `Ticket ${id} has to be escalated to a senior.`,
    ],
    wants: ([{ id }, senior]) => `Ticket ${id} is escalated to ${senior.name}.`,
    facts: ([{ id }, senior]) => [
      {
        kind: 'record',
        about: 'the senior who takes over',
        says: [`${senior.name} will take over.`, `To ${senior.name}, who knows about it.`],
        question: `To which senior should I escalate ticket ${id}?`,
        decides: ['agent_id'],
        tells: [senior],
      },
    ],
  },
});

const linkAll = request({
  name: 'link a problem',
  cases: ({ state }) => all(state.problems),
  ask(problem, desk) {
    const found = desk.random
      .shuffle(ticketsIn(desk, 'new', 'open', 'pending'))
      .filter(({ ticket }) => ticket.problem_id === null && explains(problem, ticket))
      .slice(0, desk.random.integer(1, 2));
    if (found.length === 0) return undefined;
    const numbers = found.map(({ id }) => id).join(' and ');
    const isOne = found.length === 1;
    return {
      says: [
        `${isOne ? 'Ticket' : 'Tickets'} ${numbers} ${isOne ? 'is' : 'are'} caused by the known problem "${problem.title}". Link ${isOne ? 'it' : 'them'}.`,
        `The known problem "${problem.title}" is behind ${isOne ? 'ticket' : 'tickets'} ${numbers}, so link ${isOne ? 'the ticket' : 'both'} to it.`,
      ],
      sees: [showing(call('list_problems', { status: 'investigating' }), problem), ...found.map(({ card }) => card)],
      does: found.map(({ id }) => call('link_problem', { ticket_id: id, problem_id: problem.problem_id })),
      touches: found.flatMap(({ touches }) => touches),
    };
  },
});

const problemFixed = request({
  name: 'a problem is fixed',
  cases: ({ state }) => all(state.problems),
  ask: (problem, desk) => ({
    says: [
      `The ${problem.team} team reports that "${problem.title}" is fixed; update the list of problems.`,
      `Mark the problem "${problem.title}" as fixed.`,
    ],
    does: [call('fix_problem', { problem_id: problem.problem_id })],
    touches: where(desk.state.tickets, (ticket) => ticket.problem_id === problem.problem_id),
  }),
});

const moveTeam = request({
  name: 'move to another team',
  cases: (desk) => pairs(ticketsIn(desk, 'new', 'open', 'pending'), teams),
  ask([{ ticket, id, card, touches }, team], desk) {
    if (ticket.escalated) return undefined;
    const able = desk.random.shuffle(free(desk, team));
    const agents = desk.random.chance(0.6) ? able.slice(0, 1) : [];
    const who = agents.map(({ name }) => name).join('');
    return {
      says: [
        `Ticket ${id} is really a matter for the ${team} team. Move it there${who && ` and have ${who} work on it`}.`,
        `Ticket ${id} was sorted wrongly: it belongs to ${team}.${who && ` ${who} takes it from there.`}`,
      ],
      sees: [card, ...agents],
      does: [call('move_ticket', { ticket_id: id, team })],
      afterwards: agents.map(({ agent_id }) => call('assign_ticket', { ticket_id: id, agent_id })),
      touches,
    };
  },
});

const mostPressing = request({
  name: 'take the most pressing ticket',
  cases: ({ state }) => all(state.agents),
  ask(agent, desk) {
    const answered = new Set(where(desk.state.messages, ({ kind }) => kind === 'answer').map(({ ticket_id }) => ticket_id));
    const waiting = ticketsIn(desk, 'new', 'open')
      .filter(({ id }) => !answered.has(id))
      .sort((one, other) => (one.ticket.answer_due < other.ticket.answer_due ? -1 : 1));
    const [first, next] = waiting;
    if (!first || first.ticket.answer_due === next?.ticket.answer_due) return undefined;
    return {
      says: [
        `Find the ticket whose first answer is most overdue (or due soonest) and give it to ${agent.name}.`,
        `Of all tickets that nobody has answered, ${agent.name} should get the one with the earliest deadline.`,
      ],
      sees: [showing(call('list_unanswered', {}), first.ticket), agent],
      does: [call('assign_ticket', { ticket_id: first.id, agent_id: agent.agent_id })],
      // Whatever is answered, opened or re-prioritised elsewhere in the task could change which one is the most pressing.
      touches: waiting.flatMap(({ touches }) => touches),
    };
  },
});

const handOver = request({
  name: 'hand over the tickets of an agent',
  kind: 'bulk',
  cases: ({ state }) => pairs(all(state.agents), all(state.agents)),
  ask([agent, heir], desk) {
    const own = ticketsIn(desk, 'open', 'pending').filter((item) => item.own.includes(agent));
    const carried = carriedBy(desk.state, heir.agent_id);
    if (own.length < 2 || carried + own.length > desk.policy.max_open_tickets) return undefined;
    return {
      says: [
        `${agent.name} is needed for a project, so give all their open or pending tickets to ${heir.name}.`,
        `Hand all tickets that ${agent.name} has open or pending over to ${heir.name}.`,
        `From today ${heir.name} looks after the customers of ${agent.name}: reassign everything ${agent.name} has open or pending, and nothing that is resolved.`,
      ],
      sees: [agent, showing(call('find_tickets', { agent_id: agent.agent_id }), ...own.map(({ ticket }) => ticket)), heir],
      does: own.map(({ id }) => call('assign_ticket', { ticket_id: id, agent_id: heir.agent_id })),
      touches: own.flatMap(({ touches }) => touches),
    };
  },
});

export const assignmentRequests = [
  assignLeastBusy,
  escalate,
  assignByName,
  moveTeam,
  mostPressing,
  changePriority,
  problemFixed,
  linkAll,
  assign,
  handOver,
];
