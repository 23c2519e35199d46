import type { Domain } from '../domain.ts';
import { warehouseInVain } from './warehouse-in-vain.ts';
import { warehouseMoves } from './warehouse-moves.ts';
import { makeWarehouse, type WarehouseState } from './warehouse-state.ts';

export const warehouse: Domain<WarehouseState> = {
  slug: 'warehouse',
  makeState: makeWarehouse,
  moves: warehouseMoves,
  inVain: warehouseInVain,
  open: [],
  openers: [
    'Hi, shift lead here.',
    'Hello, I am on the loading dock.',
    'Good morning from the warehouse office.',
    'Here is the list from this morning.',
  ],
};
