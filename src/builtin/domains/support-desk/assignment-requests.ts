import type { RequestTemplate } from '../../kit/domain.ts';
import { alone } from '../../kit/records.ts';
import type { SupportDeskState } from './design.ts';
import { carries, customerOf, free, get, isActive, isAnswered, isHere, number, tickets, touch } from './lookups.ts';
import { explains } from './matters.ts';

const assignLeastBusy: RequestTemplate<SupportDeskState> = {
  name: 'assign to the least busy',
  plan(setting) {
    const { state, random } = setting;
    const ticket = tickets(setting, (one) => one.status === 'new')[0];
    if (!ticket) return undefined;
    const [first, second] = free(setting, ticket.team);
    if (!first || (second && carries(state, first) === carries(state, second))) return undefined;
    return {
      text: random.pick([
        `Nobody has picked up ticket ${number(ticket)} yet. Give it to whoever in the ${ticket.team} team is here and carries the fewest tickets.`,
        `Assign ticket ${number(ticket)} to the least busy person of the ${ticket.team} team who is not away.`,
      ]),
      records: [
        ...touch(state, ticket, first),
        ...Object.values(state.agents)
          .filter((agent) => agent.team === ticket.team)
          .map((agent) => `agents/${agent.agent_id}`),
      ],
      calls: [
        get(ticket),
        { tool: 'list_agents', arguments: { team: ticket.team } },
        { tool: 'assign_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: first.agent_id } },
      ],
    };
  },
};

const assignByName: RequestTemplate<SupportDeskState> = {
  name: 'assign unless away',
  kind: 'conditional',
  plan(setting) {
    const { state, random } = setting;
    for (const ticket of tickets(setting, (one) => one.status === 'new' || one.status === 'open')) {
      const team = random.shuffle(
        Object.values(state.agents).filter((agent) => agent.team === ticket.team && agent.agent_id !== ticket.agent_id),
      );
      const [wanted, substitute] = team;
      const able = free(setting, ticket.team).filter((agent) => agent.senior || !ticket.escalated);
      if (!wanted || !substitute || !able.includes(substitute)) continue;
      const goes = isHere(setting, wanted);
      if (goes && !able.includes(wanted)) continue;
      return {
        text: random.pick([
          `${wanted.name} should take over ticket ${number(ticket)}, unless away: then ${substitute.name} gets it.`,
          `Hand ticket ${number(ticket)} to ${wanted.name}, or to ${substitute.name} in case of absence.`,
        ]),
        records: touch(state, ticket, wanted, substitute),
        calls: [
          get(ticket),
          { tool: 'get_agent', arguments: { name: wanted.name } },
          ...(goes ? [] : [{ tool: 'get_agent', arguments: { name: substitute.name } }]),
          {
            tool: 'assign_ticket',
            arguments: { ticket_id: ticket.ticket_id, agent_id: goes ? wanted.agent_id : substitute.agent_id },
          },
        ],
      };
    }
    return undefined;
  },
};

const raisePriority: RequestTemplate<SupportDeskState> = {
  name: 'change a priority',
  plan(setting) {
    const { state, random } = setting;
    const ticket = tickets(setting, isActive)[0];
    if (!ticket) return undefined;
    const priority = random.pick((['low', 'normal', 'high'] as const).filter((one) => one !== ticket.priority));
    return {
      text: random.pick([
        `Ticket ${number(ticket)} should have ${priority} priority.`,
        `Please change the priority of ticket ${number(ticket)} to ${priority}; the customer agrees.`,
      ]),
      records: touch(state, ticket),
      calls: [get(ticket), { tool: 'set_priority', arguments: { ticket_id: ticket.ticket_id, priority } }],
    };
  },
};

const escalate: RequestTemplate<SupportDeskState> = {
  name: 'escalate to a senior',
  plan(setting) {
    const { state, random } = setting;
    for (const ticket of tickets(setting, (one) => (one.status === 'open' || one.status === 'pending') && !one.escalated)) {
      const customer = customerOf(state, ticket);
      const seniors = free(setting, ticket.team).filter((agent) => agent.senior && agent.agent_id !== ticket.agent_id);
      const senior = seniors.length > 0 ? random.pick(seniors) : undefined;
      if (customer.plan === 'free' || !senior) continue;
      return {
        text: random.pick([
          `${customer.name} is getting impatient about ticket ${number(ticket)}. Escalate it to ${senior.name}.`,
          `Please escalate ticket ${number(ticket)}; ${senior.name} will take it over.`,
        ]),
        records: touch(state, ticket, senior),
        calls: [
          get(ticket),
          { tool: 'get_agent', arguments: { name: senior.name } },
          { tool: 'escalate_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: senior.agent_id } },
        ],
      };
    }
    return undefined;
  },
};

const linkAll: RequestTemplate<SupportDeskState> = {
  name: 'link a problem',
  plan(setting) {
    const { state, random } = setting;
    const problem = random
      .shuffle(Object.values(state.problems))
      .find(
        (one) =>
          one.status === 'investigating' &&
          tickets(setting, (ticket) => isActive(ticket) && ticket.problem_id === null && explains(one, ticket)).length > 0,
      );
    const found = tickets(
      setting,
      (one) => isActive(one) && problem !== undefined && explains(problem, one) && one.problem_id === null,
    ).slice(0, random.integer(1, 2));
    if (!problem || found.length === 0) return undefined;
    const numbers = found.map(number).join(' and ');
    return {
      text: random.pick([
        `${found.length === 1 ? 'Ticket' : 'Tickets'} ${numbers} ${found.length === 1 ? 'is' : 'are'} caused by the known problem "${problem.title}". Link ${found.length === 1 ? 'it' : 'them'}.`,
        `The known problem "${problem.title}" is behind ${found.length === 1 ? 'ticket' : 'tickets'} ${numbers}, so link ${found.length === 1 ? 'the ticket' : 'both'} to it.`,
      ]),
      records: [`problems/${problem.problem_id}`, ...found.flatMap((ticket) => touch(state, ticket))],
      calls: [
        { tool: 'list_problems', arguments: { status: 'investigating' } },
        ...found.map(get),
        ...found.map((ticket) => ({
          tool: 'link_problem',
          arguments: { ticket_id: ticket.ticket_id, problem_id: problem.problem_id },
        })),
      ],
    };
  },
};

const problemFixed: RequestTemplate<SupportDeskState> = {
  name: 'a problem is fixed',
  plan(setting) {
    const { state, random } = setting;
    const problem = random
      .shuffle(Object.values(state.problems))
      .find((one) => one.status === 'investigating' && alone(one, Object.values(state.problems), 'title'));
    if (!problem) return undefined;
    return {
      text: random.pick([
        `The ${problem.team} team reports that "${problem.title}" is fixed; update the list of problems.`,
        `Mark the problem "${problem.title}" as fixed.`,
      ]),
      records: [
        `problems/${problem.problem_id}`,
        ...tickets(setting, (one) => one.problem_id === problem.problem_id).map((one) => `tickets/${one.ticket_id}`),
      ],
      calls: [
        { tool: 'list_problems', arguments: {} },
        { tool: 'fix_problem', arguments: { problem_id: problem.problem_id } },
      ],
    };
  },
};

const moveTeam: RequestTemplate<SupportDeskState> = {
  name: 'move to another team',
  plan(setting) {
    const { state, random } = setting;
    const ticket = tickets(setting, (one) => isActive(one) && !one.escalated)[0];
    if (!ticket) return undefined;
    const team = random.pick((['billing', 'product', 'infrastructure'] as const).filter((one) => one !== ticket.team));
    const candidates = free(setting, team);
    const agent = random.chance(0.6) && candidates.length > 0 ? random.pick(candidates) : undefined;
    return {
      text: random.pick([
        `Ticket ${number(ticket)} is really a matter for the ${team} team. Move it there${agent ? ` and have ${agent.name} work on it` : ''}.`,
        `Ticket ${number(ticket)} was sorted wrongly: it belongs to ${team}.${agent ? ` ${agent.name} takes it from there.` : ''}`,
      ]),
      records: touch(state, ticket, agent),
      calls: [
        get(ticket),
        ...(agent ? [{ tool: 'get_agent', arguments: { name: agent.name } }] : []),
        { tool: 'move_ticket', arguments: { ticket_id: ticket.ticket_id, team } },
        ...(agent ? [{ tool: 'assign_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: agent.agent_id } }] : []),
      ],
    };
  },
};

const mostOverdue: RequestTemplate<SupportDeskState> = {
  name: 'take the most pressing ticket',
  plan(setting) {
    const { state, random } = setting;
    const waiting = tickets(setting, (one) => (one.status === 'new' || one.status === 'open') && !isAnswered(state, one)).sort(
      (a, b) => (a.answer_due < b.answer_due ? -1 : 1),
    );
    const [ticket, next] = waiting;
    if (!ticket || ticket.answer_due === next?.answer_due) return undefined;
    const candidates = free(setting, ticket.team).filter(
      (agent) => agent.agent_id !== ticket.agent_id && (agent.senior || !ticket.escalated),
    );
    const agent = candidates.length > 0 ? random.pick(candidates) : undefined;
    if (!agent) return undefined;
    return {
      text: random.pick([
        `Find the ticket whose first answer is most overdue (or due soonest) and give it to ${agent.name}.`,
        `Of all tickets that nobody has answered, ${agent.name} should get the one with the earliest deadline.`,
      ]),
      // Whatever is answered, opened or re-prioritised elsewhere in the task could change which one is the most pressing.
      records: [...waiting.flatMap((one) => touch(state, one)), `agents/${agent.agent_id}`],
      calls: [
        { tool: 'list_unanswered', arguments: {} },
        { tool: 'get_agent', arguments: { name: agent.name } },
        { tool: 'assign_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: agent.agent_id } },
      ],
    };
  },
};

export const assignmentMoves: readonly RequestTemplate<SupportDeskState>[] = [
  assignLeastBusy,
  escalate,
  assignByName,
  moveTeam,
  mostOverdue,
  raisePriority,
  problemFixed,
  linkAll,
];
