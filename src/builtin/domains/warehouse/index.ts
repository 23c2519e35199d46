import type { Domain } from '../../kit/domain.ts';
import { contract } from './contract.ts';
import { design, type WarehouseState } from './design.ts';
import { warehouseInVain } from './infeasible.ts';
import { warehouseInquiries } from './inquiries.ts';
import { warehouseMoves } from './requests.ts';
import { makeWarehouse } from './seed.ts';
import { warehouseOpen } from './underspecified.ts';

export const warehouse: Domain<WarehouseState> = {
  slug: design.slug,
  design,
  contract,
  makeState: makeWarehouse,
  requests: warehouseMoves,
  infeasible: warehouseInVain,
  underspecified: warehouseOpen,
  inquiries: warehouseInquiries,
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
