import { change, create } from '../../../domain/contract/form.ts';
import { firstOf, noSuch, type Oracles, type Reason } from '../../kit/oracle.ts';
import { depositFor, hasGuest, type OfStay, owedFor, paidFor } from './oracle-desk.ts';
import type { HotelState, Stay } from './state.ts';

interface OfRoom {
  readonly room_number: string;
}

interface Extra extends OfStay {
  readonly kind: string;
  readonly amount_cents: number;
}

const notInHouse = (stay: Stay | undefined): Reason => [stay?.status !== 'in_house', 'the guest is not in the house'];

export const house: Oracles<HotelState> = {
  check_in: {
    refusal(desk, { stay_id }: OfStay) {
      const { state, today } = desk;
      const stay = state.stays[stay_id];
      if (!stay) return 'there is no such stay';
      return firstOf(
        [stay.status !== 'booked', 'the stay is not booked'],
        [today < stay.arrival, 'R6: before the day of arrival'],
        [today >= stay.departure, 'R6: the last night has passed'],
        [state.rooms[stay.room_number]?.status !== 'ready', 'R6: the room is not ready'],
        [hasGuest(state, stay.room_number), 'R6, R13: somebody is in the room'],
        [paidFor(state, stay_id) < depositFor(desk, stay), 'R5: the deposit is not paid'],
      );
    },
    changes: (_desk, { stay_id }: OfStay) => [change('stays', stay_id, { status: 'in_house' })],
  },
  add_charge: {
    refusal: ({ state }, { stay_id }: Extra) => firstOf(noSuch(state.stays[stay_id], 'stay'), notInHouse(state.stays[stay_id])),
    changes: (_desk, { stay_id, kind, amount_cents }: Extra) => [create('charges', { stay_id, kind, amount_cents })],
  },
  check_out: {
    refusal({ state }, { stay_id }: OfStay) {
      const stay = state.stays[stay_id];
      return firstOf(noSuch(stay, 'stay'), notInHouse(stay), [
        stay !== undefined && owedFor(state, stay) !== 0,
        'R9: the folio is not settled',
      ]);
    },
    changes: ({ state }, { stay_id }: OfStay) => [
      change('stays', stay_id, { status: 'departed' }),
      change('rooms', state.stays[stay_id]?.room_number ?? '', { status: 'dirty' }),
    ],
  },
  mark_cleaned: {
    refusal: ({ state }, { room_number }: OfRoom) =>
      firstOf(noSuch(state.rooms[room_number], 'room'), [
        state.rooms[room_number]?.status !== 'dirty',
        'there is nothing to clean',
      ]),
    changes: (_desk, { room_number }: OfRoom) => [change('rooms', room_number, { status: 'ready' })],
  },
  report_fault: {
    refusal: ({ state }, { room_number, problem }: OfRoom & { problem: string }) =>
      firstOf(
        noSuch(state.rooms[room_number], 'room'),
        [problem.trim() === '', 'nothing is said of the problem'],
        [state.rooms[room_number]?.status === 'out_of_order', 'R10: a repair in the room is open'],
        [hasGuest(state, room_number), 'R11: a guest is in the room'],
      ),
    changes: (_desk, { room_number, problem }: OfRoom & { problem: string }) => [
      create('repairs', { room_number, problem: problem.trim(), open: true }),
      change('rooms', room_number, { status: 'out_of_order' }),
    ],
  },
  finish_repair: {
    refusal: ({ state }, { repair_id }: { repair_id: string }) =>
      firstOf(noSuch(state.repairs[repair_id], 'repair'), [state.repairs[repair_id]?.open === false, 'it is finished already']),
    changes: ({ state }, { repair_id }: { repair_id: string }) => [
      change('repairs', repair_id, { open: false }),
      change('rooms', state.repairs[repair_id]?.room_number ?? '', { status: 'dirty' }),
    ],
  },
};
