import type { PlannedToolCall, RequestTemplate, Setting } from '../../kit/domain.ts';
import type { Bin, Product, WarehouseState } from './design.ts';
import { pieces, several } from './words.ts';

type Here = Setting<WarehouseState>;

/** What is asked of the people who walk between the shelves. */
export const binMoves: readonly RequestTemplate<WarehouseState>[] = [
  { name: 'put-away-delivery', plan: putAway },
  { name: 'count-bin', kind: 'compensating', plan: countBin },
  { name: 'clear-bin', kind: 'bulk', plan: clearBin },
  { name: 'count-finished', plan: countFinished },
  { name: 'top-up-bin', plan: topUp },
];

const listBins: PlannedToolCall = { tool: 'list_bins', arguments: {} };
const getBin = (bin: Bin): PlannedToolCall => ({ tool: 'get_bin', arguments: { bin_code: bin.bin_code } });
const lock = (bin: Bin, locked: boolean): PlannedToolCall => ({
  tool: 'lock_bin',
  arguments: { bin_code: bin.bin_code, locked },
});

function space(state: WarehouseState, bin: Bin): number {
  return Object.values(state.stock).reduce(
    (left, stock) => left - (stock.bin_code === bin.bin_code ? stock.quantity : 0),
    bin.capacity,
  );
}

/** The open bin with the most free space that may hold an article; undefined when two have equally much. */
function roomiest({ state }: Here, product: Product): Bin | undefined {
  const bins = Object.values(state.bins)
    .filter((bin) => !bin.locked && (bin.zone === 'hazard') === product.hazardous)
    .sort((a, b) => space(state, b) - space(state, a));
  const [first, second] = bins;
  return first && second && space(state, first) === space(state, second) ? undefined : first;
}

function putAway(here: Here) {
  const { state, random, policy } = here;
  const order = random.shuffle(Object.values(state.purchase_orders)).find((each) => each.status === 'sent');
  const product = order && state.products[order.sku];
  const bin = product && roomiest(here, product);
  if (!order || !product || !bin) return undefined;
  const most = order.ordered - order.received + Math.floor((order.ordered * Number(policy.over_delivery_percent)) / 100);
  const part = random.chance(0.5);
  const quantity = part
    ? random.integer(1, order.ordered - order.received - 1)
    : random.integer(order.ordered - order.received, most);
  if (quantity < 1 || quantity > space(state, bin)) return undefined;
  const final = part && random.chance(0.5);
  const tail = final ? ' They say that is all we will get, so close the order.' : '';
  const text = random.pick([
    `A delivery has come in on our purchase order for ${several(product)}: ${quantity} of them. Put the lot into the bin that has the most free space among those where they may be stored and that are not being counted.${tail}`,
    `${state.suppliers[product.supplier_id]?.name} has dropped off ${pieces(product, quantity)}. Book that in; it goes to the permitted bin with the most room (not one under count).${tail}`,
  ]);
  return {
    text,
    records: [
      `purchase_orders/${order.po_id}`,
      `products/${product.sku}`,
      ...Object.keys(state.bins).map((code) => `bins/${code}`),
    ],
    calls: [
      { tool: 'find_products', arguments: { text: product.name } },
      { tool: 'get_product', arguments: { sku: product.sku } },
      listBins,
      { tool: 'receive_goods', arguments: { po_id: order.po_id, bin_code: bin.bin_code, quantity } },
      ...(final ? [{ tool: 'close_purchase_order', arguments: { po_id: order.po_id } }] : []),
    ],
  };
}

function countBin(here: Here) {
  const { state, random, policy } = here;
  const stock = random.shuffle(Object.values(state.stock)).find((each) => {
    const promised = Object.values(state.reservations).some(
      (reservation) => reservation.sku === each.sku && reservation.status === 'open',
    );
    return !promised && each.quantity > 8;
  });
  const bin = stock && state.bins[stock.bin_code];
  const product = stock && state.products[stock.sku];
  if (!stock || !bin || !product) return undefined;
  const large = random.chance(0.6);
  const gap = large ? Number(policy.count_tolerance) + random.integer(1, 3) : 1;
  const gain = random.chance(0.4) && gap <= space(state, bin);
  const counted = stock.quantity + (gain ? gap : -gap);
  const reason = gain
    ? random.pick(['a returned box was put back without paperwork', 'a carton was hidden behind another article'])
    : random.pick(['a carton got wet and was thrown away', 'some went to the showroom without paperwork']);
  const unlock: PlannedToolCall[] = [lock(bin, false)];
  const start: PlannedToolCall[] = bin.locked ? [] : [lock(bin, true)];
  const why = large ? ` Write down as the reason: "${reason}".` : '';
  const text = random.pick([
    `I counted ${pieces(product, counted)} in ${bin.bin_code}. Correct the books${bin.locked ? ' (the bin is locked already)' : ', locking the bin for it'} and open the bin again afterwards.${why}`,
    `Count result for bin ${bin.bin_code}: ${pieces(product, counted)}. Enter it and leave the bin open when you are done.${why}`,
  ]);
  return {
    text,
    records: [`bins/${bin.bin_code}`, `products/${product.sku}`],
    calls: [
      { tool: 'find_products', arguments: { text: product.name } },
      getBin(bin),
      ...start,
      {
        tool: 'record_count',
        arguments: { bin_code: bin.bin_code, sku: product.sku, counted, explanation: large ? reason : undefined },
      },
      ...unlock,
    ],
  };
}

function clearBin(here: Here) {
  const { state, random } = here;
  const open = Object.values(state.bins).filter((bin) => !bin.locked);
  for (const bin of random.shuffle(open)) {
    const inside = Object.values(state.stock)
      .filter((stock) => stock.bin_code === bin.bin_code)
      .sort((a, b) => (a.sku < b.sku ? -1 : 1));
    const total = inside.reduce((sum, stock) => sum + stock.quantity, 0);
    const targets = open.filter(
      (other) => other !== bin && (other.zone === 'hazard') === (bin.zone === 'hazard') && space(state, other) >= total,
    );
    if (inside.length === 0 || targets.length === 0) continue;
    const target = random.pick(targets);
    const text = random.pick([
      `The shelf at ${bin.bin_code} is bent and has to be emptied. Carry everything in it over to ${target.bin_code}.`,
      `Please clear out ${bin.bin_code} completely; all of it goes to ${target.bin_code}, there is enough room.`,
    ]);
    return {
      text,
      records: [`bins/${bin.bin_code}`, `bins/${target.bin_code}`, ...inside.map((stock) => `products/${stock.sku}`)],
      calls: [
        getBin(bin),
        getBin(target),
        ...inside.map((stock) => ({
          tool: 'transfer_stock',
          arguments: { sku: stock.sku, from_bin: bin.bin_code, to_bin: target.bin_code, quantity: stock.quantity },
        })),
      ],
    };
  }
  return undefined;
}

function countFinished({ state, random }: Here) {
  const bin = random.shuffle(Object.values(state.bins)).find((each) => each.locked);
  if (!bin) return undefined;
  const text = random.pick([
    `The count of ${bin.bin_code} is finished and everything was right. Open the bin again.`,
    `${bin.bin_code} has been counted, no differences; it can be used again.`,
  ]);
  return { text, records: [`bins/${bin.bin_code}`], calls: [getBin(bin), lock(bin, false)] };
}

function topUp(here: Here) {
  const { state, random } = here;
  for (const product of random.shuffle(Object.values(state.products))) {
    const homes = Object.values(state.stock)
      .filter((stock) => stock.sku === product.sku && !state.bins[stock.bin_code]?.locked)
      .sort((a, b) => b.quantity - a.quantity);
    const [most, second] = homes;
    const least = homes.at(-1);
    const before = homes.at(-2);
    const target = least && state.bins[least.bin_code];
    if (!most || !second || !least || !before || !target || most === least) continue;
    const clear = homes.length === Object.values(state.stock).filter((stock) => stock.sku === product.sku).length;
    if (!clear || most.quantity === second.quantity || (homes.length > 2 && before.quantity === least.quantity)) continue;
    const quantity = Math.min(random.integer(2, 8), most.quantity - 1, space(state, target));
    if (quantity < 1) continue;
    const text = random.pick([
      `We keep running out of ${several(product)} in one place. Move ${quantity} of them from the bin that has the most to the one that has the fewest.`,
      `Even out the ${several(product)}: carry ${quantity} from where most of them lie to the bin with the smallest number of them.`,
    ]);
    return {
      text,
      records: [`products/${product.sku}`, `bins/${most.bin_code}`, `bins/${least.bin_code}`],
      calls: [
        { tool: 'find_products', arguments: { text: product.name } },
        { tool: 'get_product', arguments: { sku: product.sku } },
        {
          tool: 'transfer_stock',
          arguments: { sku: product.sku, from_bin: most.bin_code, to_bin: least.bin_code, quantity },
        },
      ],
    };
  }
  return undefined;
}
