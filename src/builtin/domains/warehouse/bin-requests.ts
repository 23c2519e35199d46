import { all, at, pairs, where } from '../../../domain/contract/reading.ts';
import { showing } from '../../kit/request.ts';
import type { Bin, Product } from './design.ts';
import { binCard, call, type Desk, inFull, pieces, request, several, stockOf } from './desk.ts';
import { freeSpace } from './read-contract.ts';

/** The open bin with the most free space that may hold an article; undefined when two have equally much. */
function roomiest({ state }: Desk, product: Product): Bin | undefined {
  const space = ({ bin_code }: Bin): number => freeSpace(state, bin_code);
  const [first, second] = where(state.bins, (bin) => !bin.locked && (bin.zone === 'hazard') === product.hazardous).sort(
    (one, other) => space(other) - space(one),
  );
  return first && second && space(first) === space(second) ? undefined : first;
}

const putAway = request({
  name: 'put-away-delivery',
  cases: ({ state }) => where(state.purchase_orders, (order) => order.status === 'sent'),
  ask(order, desk) {
    const { state, policy, random } = desk;
    const { po_id, ordered, received } = order;
    const product = at(state.products, order.sku);
    const bin = roomiest(desk, product);
    if (!bin) return undefined;
    const left = ordered - received;
    const part = random.chance(0.5);
    const quantity = part
      ? random.integer(1, left - 1)
      : random.integer(left, left + Math.floor((ordered * policy.over_delivery_percent) / 100));
    if (quantity < 1) return undefined;
    const final = part && random.chance(0.5);
    const tail = final ? ' They say that is all we will get, so close the order.' : '';
    return {
      says: [
        `A delivery has come in on our purchase order for ${several(product)}: ${quantity} of them. Put the lot into the bin that has the most free space among those where they may be stored and that are not being counted.${tail}`,
        `${at(state.suppliers, product.supplier_id).name} has dropped off ${pieces(product, quantity)}. Book that in; it goes to the permitted bin with the most room (not one under count).${tail}`,
      ],
      sees: [...inFull(product, order), bin],
      does: [call('receive_goods', { po_id, bin_code: bin.bin_code, quantity })],
      afterwards: final ? [call('close_purchase_order', { po_id })] : [],
      touches: all(state.bins),
    };
  },
});

const countBin = request({
  name: 'count-bin',
  kind: 'compensating',
  cases: ({ state }) => where(state.stock, (stock) => stock.quantity > 8),
  ask(stock, { state, policy, random }) {
    const { bin_code, sku } = stock;
    if (all(state.reservations).some((reservation) => reservation.sku === sku && reservation.status === 'open')) return undefined;
    const [bin, product] = [at(state.bins, bin_code), at(state.products, sku)];
    const large = random.chance(0.6);
    const gap = large ? policy.count_tolerance + random.integer(1, 3) : 1;
    const gain = random.chance(0.4) && gap <= freeSpace(state, bin_code);
    const counted = stock.quantity + (gain ? gap : -gap);
    const explanation = gain
      ? random.pick(['a returned box was put back without paperwork', 'a carton was hidden behind another article'])
      : random.pick(['a carton got wet and was thrown away', 'some went to the showroom without paperwork']);
    const why = large ? ` Write down as the reason: "${explanation}".` : '';
    const steps = [
      call('lock_bin', { bin_code, locked: true }),
      call('record_count', { bin_code, sku, counted, ...(large ? { explanation } : {}) }),
      call('lock_bin', { bin_code, locked: false }),
    ].slice(bin.locked ? 1 : 0);
    return {
      says: [
        `I counted ${pieces(product, counted)} in ${bin_code}. Correct the books${bin.locked ? ' (the bin is locked already)' : ', locking the bin for it'} and open the bin again afterwards.${why}`,
        `Count result for bin ${bin_code}: ${pieces(product, counted)}. Enter it and leave the bin open when you are done.${why}`,
      ],
      sees: [product, binCard(bin)],
      does: steps.slice(0, 1),
      afterwards: steps.slice(1),
    };
  },
});

const clearBin = request({
  name: 'clear-bin',
  kind: 'bulk',
  cases: ({ state }) => pairs(all(state.bins), all(state.bins)),
  ask([bin, target], { state }) {
    const inside = where(state.stock, (stock) => stock.bin_code === bin.bin_code).sort((one, other) =>
      one.sku < other.sku ? -1 : 1,
    );
    const total = inside.reduce((sum, stock) => sum + stock.quantity, 0);
    if (inside.length === 0 || total > freeSpace(state, target.bin_code)) return undefined;
    return {
      says: [
        `The shelf at ${bin.bin_code} is bent and has to be emptied. Carry everything in it over to ${target.bin_code}.`,
        `Please clear out ${bin.bin_code} completely; all of it goes to ${target.bin_code}, there is enough room.`,
      ],
      sees: [binCard(bin, ...inside.map(({ sku }) => at(state.products, sku))), binCard(target)],
      does: inside.map(({ sku, quantity }) =>
        call('transfer_stock', { sku, from_bin: bin.bin_code, to_bin: target.bin_code, quantity }),
      ),
    };
  },
});

const countFinished = request({
  name: 'count-finished',
  cases: ({ state }) => all(state.bins),
  ask: (bin) => ({
    says: [
      `The count of ${bin.bin_code} is finished and everything was right. Open the bin again.`,
      `${bin.bin_code} has been counted, no differences; it can be used again.`,
    ],
    sees: [binCard(bin)],
    does: [call('lock_bin', { bin_code: bin.bin_code, locked: false })],
  }),
});

const lock = request({
  name: 'lock-bin',
  cases: ({ state }) => where(state.bins, (bin) => bin.zone !== 'hazard'),
  ask: (bin, { state }) => ({
    says: [`We want to count bin ${bin.bin_code}. Please lock it.`, `Please lock ${bin.bin_code} for counting.`],
    sees: [showing(call('list_bins', {}), bin)],
    does: [call('lock_bin', { bin_code: bin.bin_code, locked: true })],
    touches: all(state.bins),
  }),
  withheld: {
    name: 'lock-which-bin',
    isOpen: ({ zone }, cases) => cases.filter((other) => other.zone === zone).length > 1,
    says: ({ zone }) => [
      `We want to count a bin in the ${zone} zone. Please lock it.`,
      `Please lock one of the bins in the ${zone} zone for counting.`,
    ],
    wants: ({ bin_code }) => `Bin ${bin_code} is locked.`,
    facts: ({ bin_code }) => [
      {
        kind: 'record',
        about: 'the bin to lock',
        says: [`Bin ${bin_code}.`, `It is ${bin_code}.`],
        question: 'Which bin should I lock?',
        decides: ['bin_code'],
      },
    ],
  },
});

const topUp = request({
  name: 'top-up-bin',
  cases: ({ state }) => all(state.products),
  ask(product, desk) {
    const homes = stockOf(desk, product.sku);
    const [most, second] = homes;
    const [least, before] = homes.toReversed();
    if (!most || !second || !least || !before || homes.some(({ bin_code }) => at(desk.state.bins, bin_code).locked))
      return undefined;
    if (most.quantity === second.quantity || before.quantity === least.quantity) return undefined;
    const quantity = Math.min(desk.random.integer(2, 8), most.quantity - 1, freeSpace(desk.state, least.bin_code));
    if (quantity < 1) return undefined;
    const [from, to] = [most, least].map(({ bin_code }) => at(desk.state.bins, bin_code));
    if (!from || !to) return undefined;
    return {
      says: [
        `We keep running out of ${several(product)} in one place. Move ${quantity} of them from the bin that has the most to the one that has the fewest.`,
        `Even out the ${several(product)}: carry ${quantity} from where most of them lie to the bin with the smallest number of them.`,
      ],
      sees: inFull(product, from, to),
      does: [call('transfer_stock', { sku: product.sku, from_bin: from.bin_code, to_bin: to.bin_code, quantity })],
    };
  },
});

export const binRequests = [putAway, countBin, clearBin, countFinished, topUp, lock];
