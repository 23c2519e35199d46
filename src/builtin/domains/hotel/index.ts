import type { Domain } from '../../kit/domain.ts';
import { bookingRequests } from './booking-requests.ts';
import { contract } from './contract.ts';
import { design, type HotelState } from './design.ts';
import { houseRequests } from './house-requests.ts';
import { hotelInVain } from './infeasible.ts';
import { hotelInquiries } from './inquiries.ts';
import { makeState } from './seed.ts';
import { hotelOpen } from './underspecified.ts';

export const hotel: Domain<HotelState> = {
  slug: design.slug,
  design,
  contract,
  makeState,
  requests: [...bookingRequests, ...houseRequests],
  infeasible: hotelInVain,
  underspecified: hotelOpen,
  inquiries: hotelInquiries,
  openers: [
    'You are on the front desk this morning.',
    'Hi, I am calling from the back office.',
    'Good morning from the duty manager.',
    'Reception here, it is a busy afternoon.',
    'Hi, I am the assistant manager.',
    'I am the trainee at the desk and need this done.',
  ],
  openersOfSeveral: [
    'Hello, this is the night manager with a few things to hand over.',
    'Here are the messages from the switchboard.',
    'A few things before my shift ends.',
  ],
};
