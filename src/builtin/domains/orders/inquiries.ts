import type { RequestTemplate } from '../../kit/domain.ts';
import { hasOneLargest, inquiry } from '../../kit/inquiry.ts';
import type { Customer, Order, OrdersState } from './design.ts';

const findCustomer = ({ name }: Customer) => ({ tool: 'find_customers', arguments: { text: name } });
const findOrders = ({ customer_id }: Customer) => ({ tool: 'find_orders', arguments: { customer_id } });
const ordersOf = (state: OrdersState, customer: Customer): Order[] =>
  Object.values(state.orders).filter((order) => order.customer_id === customer.customer_id);
const about = (customer: Customer): string[] => [`customers/${customer.customer_id}`];

/** Questions to the customer service of the shop. */
export const ordersInquiries: readonly RequestTemplate<OrdersState>[] = [
  inquiry(
    'when it was delivered',
    ({ state }) => Object.values(state.orders).filter(({ delivered }) => delivered !== null),
    (order) => ({
      says: [`When was order ${order.order_id} delivered?`, `A customer asks on which day order ${order.order_id} arrived.`],
      records: [`orders/${order.order_id}`],
      calls: [{ tool: 'get_order', arguments: { order_id: order.order_id } }],
      told: [
        {
          about: 'the day of delivery',
          type: 'date',
          from: { call: 1, path: 'data.delivered' },
          answer: `Order ${order.order_id} was delivered on {}.`,
        },
      ],
    }),
  ),
  inquiry(
    'store credit',
    ({ state }) => Object.values(state.customers).filter(({ store_credit_cents }) => store_credit_cents > 0),
    (customer) => ({
      says: [`How much store credit does ${customer.name} have?`, `${customer.name} wants to know what is left in store credit.`],
      records: about(customer),
      calls: [findCustomer(customer)],
      told: [
        {
          about: 'the store credit',
          type: 'amount',
          from: { call: 1, path: 'data.0.store_credit_cents' },
          answer: `${customer.name} has {} in store credit.`,
        },
      ],
    }),
  ),
  inquiry(
    'how many orders',
    ({ state }) => Object.values(state.customers).filter((customer) => ordersOf(state, customer).length > 1),
    (customer) => ({
      says: [
        `How many orders has ${customer.name} placed with us, cancelled ones included?`,
        `Count all orders of ${customer.name}, whatever became of them.`,
      ],
      records: about(customer),
      calls: [findCustomer(customer), findOrders(customer)],
      told: [
        {
          about: 'how many orders there are',
          type: 'number',
          compute: 'count',
          from: { call: 2, path: 'data' },
          answer: `${customer.name} has placed {} so far.`,
        },
      ],
    }),
  ),
  inquiry(
    'largest order',
    ({ state }) =>
      Object.values(state.customers).filter((customer) =>
        hasOneLargest(ordersOf(state, customer).map(({ total_cents }) => total_cents)),
      ),
    (customer) => ({
      says: [
        `Which order of ${customer.name} has the highest total? I need its number.`,
        `Of the orders of ${customer.name}, which one came to the most? Give me the order number.`,
      ],
      records: about(customer),
      calls: [findCustomer(customer), findOrders(customer)],
      told: [
        {
          about: 'the number of the largest order',
          type: 'name',
          compute: 'most',
          field: 'total_cents',
          label: 'order_id',
          from: { call: 2, path: 'data' },
          answer: 'The largest one is order {}.',
        },
      ],
    }),
  ),
  inquiry(
    'what the orders come to',
    ({ state }) => Object.values(state.customers).filter((customer) => ordersOf(state, customer).length > 1),
    (customer) => ({
      says: [
        `What do all orders of ${customer.name} come to together?`,
        `Add up the totals of all orders of ${customer.name} and tell me the sum.`,
      ],
      records: about(customer),
      calls: [findCustomer(customer), findOrders(customer)],
      told: [
        {
          about: 'the sum of the totals',
          type: 'amount',
          compute: 'sum',
          field: 'total_cents',
          from: { call: 2, path: 'data' },
          answer: `The orders of ${customer.name} come to {} together.`,
        },
      ],
    }),
  ),
];
