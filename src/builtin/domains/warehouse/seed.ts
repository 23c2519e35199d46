import { addDays } from '../../../base/days.ts';
import type { Setting } from '../../kit/domain.ts';
import { idMaker, keyed } from '../../kit/keyed.ts';
import type { Bin, Movement, Product, PurchaseOrder, Reservation, Stock, Supplier, WarehouseState } from './design.ts';

/** Who sells tools, furniture and household goods to shops. */
const wholesalers: readonly string[] = [
  'Ironbridge Tools',
  'Hollow Oak Furniture',
  'Northwind Outdoor',
  'Granite Works',
  'Fernhill Hardware',
  'Eastgate Wholesale',
  'Copperleaf Household',
  'Amberfield Supplies',
  'Kestrel Home and Garden',
  'Tidewater Trading',
];

/** Name, article number, price in dollars before it is varied. */
const goods: readonly (readonly [string, string, number])[] = [
  ['folding table', 'FT-210', 34],
  ['desk lamp', 'DL-115', 18],
  ['storage crate', 'SC-330', 7],
  ['hand truck', 'HT-402', 62],
  ['pair of work gloves', 'WG-018', 4],
  ['extension cable', 'EC-077', 11],
  ['wall clock', 'WC-251', 15],
  ['step ladder', 'SL-509', 48],
  ['tool box', 'TB-166', 26],
  ['office chair', 'OC-720', 89],
  ['floor fan', 'FF-281', 39],
  ['waste bin', 'WB-346', 9],
  ['paint roller', 'PR-058', 5],
  ['garden hose', 'GH-493', 21],
  ['camping lantern', 'CL-137', 16],
  ['hand saw', 'HS-604', 14],
];
const hazards: readonly (readonly [string, string, number])[] = [
  ['can of wood varnish', 'WV-904', 13],
  ['tube of contact adhesive', 'CA-911', 9],
  ['bottle of lamp oil', 'LO-918', 6],
];

/** A warehouse with a ledger that explains its stock, orders on the way and customer orders to pick. */
export function makeWarehouse({ today, random, policy }: Omit<Setting<WarehouseState>, 'state'>): WarehouseState {
  const id = idMaker(() => random.next());
  const suppliers = random.sample(wholesalers, 5).map((name, i): Supplier => ({ supplier_id: id('V'), name, on_stop: i === 4 }));
  const products = [...random.sample(goods, 8), ...random.sample(hazards, 2)].map(([name, sku, dollars], i): Product => {
    const supplier_id = suppliers[i === 7 ? 4 : i % 4]?.supplier_id ?? '';
    const reorder_point = i < 4 ? random.integer(55, 90) : random.integer(8, 25);
    return { sku, name, supplier_id, cost_cents: dollars * 100 + random.integer(0, 9) * 10, reorder_point, hazardous: i >= 8 };
  });
  const bins = ['A-01', 'A-02', 'A-03', 'B-01', 'B-02', 'B-03', 'U-01', 'U-02', 'U-03', 'H-01', 'H-02'].map(
    (bin_code, i): Bin => {
      const zone = bin_code.startsWith('H') ? 'hazard' : bin_code.startsWith('U') ? 'upper' : 'floor';
      return { bin_code, zone, capacity: 70 + ((i * 37) % 90), locked: i === 5 };
    },
  );
  const levels = new Map<string, number>();
  const movements: Movement[] = [];
  const held = (bin_code: string): number =>
    [...levels].reduce((sum, [place, quantity]) => sum + (place.endsWith(` ${bin_code}`) ? quantity : 0), 0);
  const book = (
    sku: string,
    bin_code: string,
    change: number,
    kind: Movement['kind'],
    age: number,
    remark: string | null = null,
  ): void => {
    const place = `${sku} ${bin_code}`;
    levels.set(place, (levels.get(place) ?? 0) + change);
    const booked_at = `${addDays(today, -age)}T${String(7 + (movements.length % 10)).padStart(2, '0')}:15:00Z`;
    movements.push({ movement_id: id('M'), sku, bin_code, change, kind, remark, booked_at });
  };
  const usable = bins.filter((bin) => !bin.locked);
  for (const [i, product] of products.entries()) {
    const zone = usable.filter((bin) => (bin.zone === 'hazard') === product.hazardous);
    const homes = product.hazardous ? random.sample(zone, 1 + (i % 2)) : random.sample(zone, 1 + (i % 3));
    for (const [j, bin] of homes.entries()) {
      const room = bin.capacity - held(bin.bin_code);
      const quantity = Math.min(room, random.integer(9, 18) + j * 11);
      if (quantity > 0) book(product.sku, bin.bin_code, quantity, 'opening', 60);
    }
  }
  const sku = (index: number): string => products[index]?.sku ?? '';
  book(sku(0), 'B-03', 12, 'opening', 60);
  book(sku(1), 'B-03', 7, 'opening', 60);
  const inStock = (article: string): number =>
    [...levels].reduce((sum, [place, quantity]) => sum + (place.startsWith(`${article} `) ? quantity : 0), 0);
  const openBin = (article: string): string | undefined =>
    [...levels]
      .find(([place, quantity]) => place.startsWith(`${article} `) && quantity >= 6 && !place.endsWith(' B-03'))?.[0]
      .slice(article.length + 1);

  const purchase_orders: PurchaseOrder[] = [];
  const approval = Number(policy.approval_cents);
  const order = (index: number, ordered: number, received: number, status: PurchaseOrder['status'], approved: boolean): void => {
    const needed = ordered * (products[index]?.cost_cents ?? 0) > approval;
    purchase_orders.push({ po_id: id('PO'), sku: sku(index), ordered, received, approved: approved && needed, status });
  };
  const dear = Math.ceil((approval * 1.3) / (products[5]?.cost_cents ?? 100));
  order(5, dear, 0, 'draft', false);
  order(6, random.integer(5, 12), 0, 'draft', false);
  order(2, random.integer(20, 36), 0, 'sent', true);
  order(4, random.integer(20, 30), 12, 'sent', true);
  order(8, random.integer(16, 28), 0, 'sent', true);
  order(3, 20, 20, 'closed', true);
  order(9, 15, 0, 'cancelled', false);
  for (const [index, quantity, age] of [
    [3, 20, 15],
    [4, 12, 4],
  ] as const) {
    const target = usable.find((bin) => bin.zone !== 'hazard' && bin.capacity - held(bin.bin_code) >= quantity);
    if (!target) throw new Error('no bin has room for a delivery');
    book(sku(index), target.bin_code, quantity, 'receipt', age);
  }

  const reservations: Reservation[] = [];
  const numbers = new Set<string>();
  while (numbers.size < 6) numbers.add(`SO-${random.integer(4100, 4999)}`);
  const orders = [...numbers];
  const reserve = (number: number, index: number, quantity: number, picked: number, status: Reservation['status']): void => {
    const customer_order = orders[number] ?? '';
    const bin = openBin(sku(index));
    if (picked > 0 && !bin) return;
    if (picked > 0 && bin) book(sku(index), bin, -picked, 'pick', 2);
    reservations.push({ reservation_id: id('R'), customer_order, sku: sku(index), quantity, picked, status });
  };
  reserve(0, 0, random.integer(3, 7), 0, 'open');
  reserve(0, 4, random.integer(2, 5), 0, 'open');
  reserve(1, 3, random.integer(4, 6), 2, 'open');
  reserve(2, 1, random.integer(2, 6), 0, 'open');
  reserve(2, 9, random.integer(1, 4), 0, 'open');
  reserve(3, 2, 3, 3, 'picked');
  reserve(4, 6, random.integer(2, 5), 0, 'released');
  reserve(5, 7, random.integer(1, 3), 0, 'open');
  const moved = openBin(sku(7));
  if (moved && moved !== 'A-01' && held('A-01') + 2 <= 70) {
    book(sku(7), moved, -2, 'transfer', 9);
    book(sku(7), 'A-01', 2, 'transfer', 9);
  } else {
    book(sku(0), 'B-03', -2, 'transfer', 9);
    book(sku(0), 'B-03', 2, 'transfer', 9);
  }
  const counted = openBin(sku(6));
  if (counted) book(sku(6), counted, -1, 'count', 6, 'One was damaged and thrown away');
  else book(sku(1), 'B-03', -1, 'count', 6, 'One was damaged and thrown away');
  for (const product of products) if (inStock(product.sku) < 0) throw new Error(`stock of ${product.sku} is negative`);

  const stock = [...levels]
    .filter(([, quantity]) => quantity > 0)
    .map(([place, quantity]): Stock => {
      const [article = '', bin_code = ''] = place.split(' ');
      return { stock_id: id('K'), sku: article, bin_code, quantity };
    });
  return {
    suppliers: keyed(suppliers, 'supplier_id'),
    products: keyed(products, 'sku'),
    bins: keyed(bins, 'bin_code'),
    stock: keyed(stock, 'stock_id'),
    movements: keyed(movements, 'movement_id'),
    purchase_orders: keyed(purchase_orders, 'po_id'),
    reservations: keyed(reservations, 'reservation_id'),
  };
}
