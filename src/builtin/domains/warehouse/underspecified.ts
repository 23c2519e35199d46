import type { RequestTemplate, Setting } from '../../kit/domain.ts';
import type { WarehouseState } from './design.ts';
import { available, findProduct, getProduct, newOrderNumber, openOrders } from './requests.ts';
import { pieces, several } from './words.ts';

type Here = Setting<WarehouseState>;

export const warehouseOpen: readonly RequestTemplate<WarehouseState>[] = [
  { name: 'reserve-how-many', kind: 'underspecified', plan: reserveHowMany },
  { name: 'order-how-many', kind: 'underspecified', plan: orderHowMany },
  { name: 'lock-which-bin', kind: 'underspecified', plan: lockWhich },
];

function reserveHowMany(here: Here) {
  const { state, random, policy } = here;
  for (const product of random.shuffle(Object.values(state.products))) {
    const most = Math.min(available(state, product.sku), Number(policy.reserve_limit));
    if (most < 4) continue;
    const quantity = random.integer(3, most - 1);
    const number = newOrderNumber(here);
    return {
      text: random.pick([
        `Please reserve ${several(product)} for customer order ${number}.`,
        `Customer order ${number} needs ${several(product)}. Reserve them, do not pick yet.`,
      ]),
      records: [`products/${product.sku}`],
      calls: [
        findProduct(product),
        getProduct(product),
        { tool: 'reserve_stock', arguments: { customer_order: number, sku: product.sku, quantity } },
      ],
      user: {
        wants: `${pieces(product, quantity)} are reserved for customer order ${number}.`,
        facts: [
          {
            kind: 'count' as const,
            about: 'the number of pieces, the quantity',
            says: random.pick([`${quantity} pieces.`, `${quantity} of them.`]),
            question: `How many ${several(product)} should I reserve for ${number}?`,
            before: 3,
            decides: [{ call: 3, argument: 'quantity' }],
          },
        ],
      },
    };
  }
  return undefined;
}

function orderHowMany({ state, random }: Here) {
  const product = random
    .shuffle(Object.values(state.products))
    .find((one) => state.suppliers[one.supplier_id]?.on_stop === false && openOrders(state, one.sku).length === 0);
  if (!product) return undefined;
  const quantity = random.integer(4, 30) * 5;
  return {
    text: random.pick([
      `We are going to need more ${several(product)}. Please draft a purchase order, no more than the draft.`,
      `Draft a purchase order for ${several(product)}, and leave it at that for now.`,
    ]),
    records: [`products/${product.sku}`],
    calls: [
      findProduct(product),
      getProduct(product),
      { tool: 'create_purchase_order', arguments: { sku: product.sku, quantity } },
    ],
    user: {
      wants: `There is a draft of a purchase order for ${pieces(product, quantity)}.`,
      facts: [
        {
          kind: 'count' as const,
          about: 'the number of pieces, the quantity',
          says: random.pick([`${quantity} pieces.`, `Make it ${quantity}.`]),
          question: `How many ${several(product)} should be ordered?`,
          before: 3,
          decides: [{ call: 3, argument: 'quantity' }],
        },
      ],
    },
  };
}

function lockWhich({ state, random }: Here) {
  const bins = Object.values(state.bins).filter((bin) => !bin.locked);
  const zone = random.pick(['floor', 'upper'] as const);
  const own = bins.filter((bin) => bin.zone === zone);
  if (own.length < 2) return undefined;
  const bin = random.pick(own);
  return {
    text: random.pick([
      `We want to count a bin in the ${zone} zone. Please lock it.`,
      `Please lock one of the bins in the ${zone} zone for counting.`,
    ]),
    records: bins.map((one) => `bins/${one.bin_code}`),
    calls: [
      { tool: 'list_bins', arguments: {} },
      { tool: 'lock_bin', arguments: { bin_code: bin.bin_code, locked: true } },
    ],
    user: {
      wants: `Bin ${bin.bin_code} is locked.`,
      facts: [
        {
          kind: 'record' as const,
          about: 'the bin to lock',
          says: random.pick([`Bin ${bin.bin_code}.`, `It is ${bin.bin_code}.`]),
          question: 'Which bin should I lock?',
          before: 2,
          decides: [{ call: 2, argument: 'bin_code' }],
        },
      ],
    },
  };
}
