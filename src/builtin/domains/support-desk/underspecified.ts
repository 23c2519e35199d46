import type { RequestTemplate } from '../../kit/domain.ts';
import type { SupportDeskState } from './design.ts';
import { customerOf, free, get, isActive, number, tickets, touch } from './lookups.ts';

const priorityWhich: RequestTemplate<SupportDeskState> = {
  name: 'change a priority to one not said',
  kind: 'underspecified',
  plan(setting) {
    const { state, random } = setting;
    const [ticket] = tickets(setting, isActive);
    if (!ticket) return undefined;
    const priority = random.pick((['low', 'normal', 'high'] as const).filter((one) => one !== ticket.priority));
    return {
      text: random.pick([
        `The priority of ticket ${number(ticket)} is wrong. Please change it.`,
        `I have talked to the customer: ticket ${number(ticket)} gets another priority.`,
      ]),
      records: touch(state, ticket),
      calls: [get(ticket), { tool: 'set_priority', arguments: { ticket_id: ticket.ticket_id, priority } }],
      user: {
        wants: `Ticket ${number(ticket)} has ${priority} priority.`,
        facts: [
          {
            kind: 'choice',
            about: 'the right priority',
            says: random.pick([`It should be ${priority}.`, `Make it ${priority}.`]),
            question: `Which priority should ticket ${number(ticket)} have?`,
            before: 2,
            decides: [{ call: 2, argument: 'priority' }],
          },
        ],
      },
    };
  },
};

const assignWhom: RequestTemplate<SupportDeskState> = {
  name: 'assign a ticket to somebody not said',
  kind: 'underspecified',
  plan(setting) {
    const { state, random } = setting;
    for (const ticket of tickets(setting, (one) => one.status === 'new')) {
      const able = free(setting, ticket.team).filter((agent) => agent.senior || !ticket.escalated);
      if (able.length < 2) continue;
      const agent = random.pick(able);
      return {
        text: random.pick([
          `Please assign ticket ${number(ticket)}, it has waited long enough.`,
          `Ticket ${number(ticket)} belongs to somebody in the ${ticket.team} team now. Assign it.`,
        ]),
        records: touch(state, ticket, agent),
        calls: [
          get(ticket),
          { tool: 'list_agents', arguments: { team: ticket.team } },
          { tool: 'assign_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: agent.agent_id } },
        ],
        user: {
          wants: `${agent.name} takes over ticket ${number(ticket)}.`,
          facts: [
            {
              kind: 'record',
              about: 'who is assigned the ticket',
              says: random.pick([`${agent.name} takes it.`, `Give it to ${agent.name}.`]),
              question: `To whom should I assign ticket ${number(ticket)}?`,
              before: 3,
              decides: [{ call: 3, argument: 'agent_id' }],
            },
          ],
        },
      };
    }
    return undefined;
  },
};

const escalateWhom: RequestTemplate<SupportDeskState> = {
  name: 'escalate to a senior not said',
  kind: 'underspecified',
  plan(setting) {
    const { state, random } = setting;
    for (const ticket of tickets(setting, (one) => (one.status === 'open' || one.status === 'pending') && !one.escalated)) {
      const customer = customerOf(state, ticket);
      const seniors = free(setting, ticket.team).filter((agent) => agent.senior && agent.agent_id !== ticket.agent_id);
      if (customer.plan === 'free' || seniors.length < 2) continue;
      const senior = random.pick(seniors);
      return {
        text: random.pick([
          `${customer.name} is getting impatient about ticket ${number(ticket)}. Please escalate it.`,
          `Ticket ${number(ticket)} has to be escalated to a senior.`,
        ]),
        records: touch(state, ticket, ...seniors),
        calls: [
          get(ticket),
          { tool: 'get_agent', arguments: { name: senior.name } },
          { tool: 'escalate_ticket', arguments: { ticket_id: ticket.ticket_id, agent_id: senior.agent_id } },
        ],
        user: {
          wants: `Ticket ${number(ticket)} is escalated to ${senior.name}.`,
          facts: [
            {
              kind: 'record',
              about: 'the senior who takes over',
              says: random.pick([`${senior.name} will take over.`, `To ${senior.name}, who knows about it.`]),
              question: `To which senior should I escalate ticket ${number(ticket)}?`,
              before: 2,
              decides: [{ call: 3, argument: 'agent_id' }],
            },
          ],
        },
      };
    }
    return undefined;
  },
};

export const supportDeskOpen: readonly RequestTemplate<SupportDeskState>[] = [priorityWhich, assignWhom, escalateWhom];
