import type { State } from '../../../domain/state.ts';
import type { Domain } from '../../kit/domain.ts';
import { templatesOf } from '../../kit/request.ts';
import { binRequests } from './bin-requests.ts';
import { contract } from './contract.ts';
import { design } from './design.ts';
import { warehouseInquiries } from './inquiries.ts';
import { purchaseRequests } from './purchase-requests.ts';
import { reservationRequests } from './reservation-requests.ts';
import { makeWarehouse } from './seed.ts';

export const warehouse: Domain<State> = {
  slug: design.slug,
  design,
  contract,
  makeState: makeWarehouse,
  ...templatesOf([...reservationRequests, ...purchaseRequests, ...binRequests]),
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
