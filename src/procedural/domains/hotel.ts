import type { Domain } from '../domain.ts';
import { hotelInVain } from './hotel-in-vain.ts';
import { hotelMoves } from './hotel-moves.ts';
import { hotelOpen } from './hotel-open.ts';
import type { HotelState } from './hotel-state.ts';
import { makeHotel } from './hotel-state.ts';

export const hotel: Domain<HotelState> = {
  slug: 'hotel',
  makeState: makeHotel,
  moves: hotelMoves,
  inVain: hotelInVain,
  open: hotelOpen,
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
