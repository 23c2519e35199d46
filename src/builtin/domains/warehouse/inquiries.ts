import type { RequestTemplate } from '../../kit/domain.ts';
import { hasOneLargest, inquiry } from '../../kit/inquiry.ts';
import type { Product, WarehouseState } from './design.ts';

const findProduct = ({ name }: Product) => ({ tool: 'find_products', arguments: { text: name } });
const getProduct = ({ sku }: Product) => ({ tool: 'get_product', arguments: { sku } });
const about = ({ sku }: Product): string[] => [`products/${sku}`];

/** Questions in the office of the warehouse. */
export const warehouseInquiries: readonly RequestTemplate<WarehouseState>[] = [
  inquiry(
    'how many are available',
    ({ state }) => Object.values(state.products),
    (product) => ({
      says: [
        `How many pieces of the article "${product.name}" are available, not counting what is reserved?`,
        `A customer asks for "${product.name}". What number of pieces could we promise right now?`,
      ],
      records: about(product),
      calls: [findProduct(product), getProduct(product)],
      told: [
        {
          about: 'how many pieces are available',
          type: 'number',
          from: { call: 2, path: 'data.available' },
          answer: 'Available: {}.',
        },
      ],
    }),
  ),
  inquiry(
    'who supplies it',
    ({ state }) => Object.values(state.products),
    (product) => ({
      says: [
        `Who supplies "${product.name}", and what do we pay for one?`,
        `Tell me the supplier and the unit cost of "${product.name}".`,
      ],
      records: about(product),
      calls: [findProduct(product), getProduct(product)],
      told: [
        { about: 'the supplier', type: 'name', from: { call: 2, path: 'data.supplier_name' }, answer: 'The supplier is {}.' },
        { about: 'the cost of one', type: 'amount', from: { call: 2, path: 'data.product.cost_cents' }, answer: 'One costs {}.' },
      ],
    }),
  ),
  inquiry(
    'in how many bins',
    ({ state }) =>
      Object.values(state.products).filter(({ sku }) => Object.values(state.stock).some((stock) => stock.sku === sku)),
    (product) => ({
      says: [`In how many bins do we keep "${product.name}"?`, `Over how many different bins is "${product.name}" spread?`],
      records: about(product),
      calls: [findProduct(product), getProduct(product)],
      told: [
        {
          about: 'how many bins it lies in',
          type: 'number',
          compute: 'count',
          from: { call: 2, path: 'data.stock' },
          answer: 'Number of bins: {}.',
        },
      ],
    }),
  ),
  inquiry(
    'bin with the most',
    ({ state }) =>
      Object.values(state.products).filter(({ sku }) =>
        hasOneLargest(Object.values(state.stock).flatMap((stock) => (stock.sku === sku ? [stock.quantity] : []))),
      ),
    (product) => ({
      says: [
        `Which bin holds the most of "${product.name}"?`,
        `"${product.name}" lies in several bins. Give me the code of the one with the largest quantity.`,
      ],
      records: about(product),
      calls: [findProduct(product), getProduct(product)],
      told: [
        {
          about: 'the bin with the most',
          type: 'name',
          compute: 'most',
          field: 'quantity',
          label: 'bin_code',
          from: { call: 2, path: 'data.stock' },
          answer: 'The most of it lies in {}.',
        },
      ],
    }),
  ),
  inquiry(
    'pieces reserved for a customer order',
    ({ state }) => [...new Set(Object.values(state.reservations).map(({ customer_order }) => customer_order))],
    (customer_order) => ({
      says: [
        `How many pieces are reserved for customer order ${customer_order} altogether, over all its lines?`,
        `Add up the quantities of all reservations for customer order ${customer_order}.`,
      ],
      records: [`orders/${customer_order}`],
      calls: [{ tool: 'list_reservations', arguments: { customer_order } }],
      told: [
        {
          about: 'how many pieces are reserved',
          type: 'number',
          compute: 'sum',
          field: 'quantity',
          from: { call: 1, path: 'data' },
          answer: `Reserved for customer order ${customer_order}: {}.`,
        },
      ],
    }),
  ),
];
