import { all, pairs } from '../../../domain/contract/reading.ts';
import { showing } from '../../kit/request.ts';
import { listOf } from '../../kit/wording.ts';
import { call, priorities, request, ticketsIn } from './desk.ts';

const onePriority = request({
  name: 'one priority for a customer',
  kind: 'bulk',
  cases: ({ state }) => pairs(all(state.customers), priorities),
  ask([customer, priority], desk) {
    const { customer_id } = customer;
    const own = ticketsIn(desk, 'new', 'open', 'pending').filter((item) => item.customer === customer);
    const changed = own.filter(({ ticket }) => ticket.priority !== priority);
    if (changed.length < 2) return undefined;
    return {
      says: [
        `${customer.name} and we have agreed on ${priority} priority for all their tickets that are new, open or pending. Change those that have another one.`,
        `Every new, open or pending ticket of ${customer.name} should have ${priority} priority from now on.`,
      ],
      sees: [customer, showing(call('find_tickets', { customer_id }), ...changed.map(({ ticket }) => ticket))],
      does: changed.map(({ id }) => call('set_priority', { ticket_id: id, priority })),
      touches: own.flatMap(({ touches }) => touches),
    };
  },
});

const withdrawAll = request({
  name: 'a customer withdraws requests',
  kind: 'bulk',
  cases: ({ state }) => all(state.customers),
  ask(customer, desk) {
    const { customer_id } = customer;
    const own = ticketsIn(desk, 'open', 'pending').filter((item) => item.customer === customer);
    if (own.length < 2) return undefined;
    return {
      says: [
        `${customer.name} has withdrawn the requests ${listOf(own.map(({ id }) => id))}. Resolve them accordingly.`,
        `${customer.name} needs no help any more with anything that is open or pending. Resolve those tickets as withdrawn and leave any others as they are.`,
        `All open and pending tickets of ${customer.name} are withdrawn; please resolve them like that.`,
      ],
      sees: [customer, showing(call('find_tickets', { customer_id }), ...own.map(({ ticket }) => ticket))],
      does: own.map(({ id }) => call('resolve_ticket', { ticket_id: id, resolution: 'withdrawn' })),
      touches: own.flatMap(({ touches }) => touches),
    };
  },
});

/** What is asked about all tickets of a customer. */
export const customerRequests = [onePriority, withdrawAll];
