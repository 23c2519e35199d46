import type { Domain } from '../domain.ts';
import { warehouseInVain } from './warehouse-in-vain.ts';
import { warehouseMoves } from './warehouse-moves.ts';
import { warehouseOpen } from './warehouse-open.ts';
import { makeWarehouse, type WarehouseState } from './warehouse-state.ts';

export const warehouse: Domain<WarehouseState> = {
  slug: 'warehouse',
  makeState: makeWarehouse,
  moves: warehouseMoves,
  inVain: warehouseInVain,
  open: warehouseOpen,
  openers: [
    'Hi, shift lead here.',
    'Hello, I am on the loading dock.',
    'Good morning from the warehouse office.',
    'Inventory control speaking.',
    'I am at the packing station.',
    'Good evening, late shift here.',
    'The forklift is waiting, so please do this now.',
    'I have the stock sheets in my hand.',
    'Hello, purchasing here.',
  ],
  openersOfSeveral: ['Here is the list from this morning.'],
};
