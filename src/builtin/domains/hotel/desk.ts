import { daysBetween } from '../../../base/days.ts';
import { where } from '../../../domain/contract/reading.ts';
import type { PlannedToolCall, Setting } from '../../kit/domain.ts';
import type { Guest, HotelState, Room, Stay } from './design.ts';
import { isTaken, paidFor } from './read-contract.ts';

export type Here = Setting<HotelState>;

export const stays = (state: HotelState): Stay[] => Object.values(state.stays);
export const guestOf = ({ state }: Here, stay: Stay): Guest | undefined => state.guests[stay.guest_id];

/** Rooms that can take a stay, cheapest first, as the hotel's own search lists them. */
export function freeRooms({ state }: Here, arrival: string, nights: number, except?: string): Room[] {
  return where(
    state.rooms,
    (room) => room.status !== 'out_of_order' && !isTaken({ state }, room.room_number, { arrival, nights }, except),
  ).sort((a, b) => a.rate_cents - b.rate_cents);
}

/** A search over all rooms depends on every one of them: a change to any could make another the cheapest. */
export function everyRoom({ state }: Here): string[] {
  return Object.keys(state.rooms).map((number) => `rooms/${number}`);
}

/** A guest with exactly one stay of this status: "her booking" is then clear. */
export function onlyStay(here: Here, fits: (stay: Stay) => boolean): { stay: Stay; guest: Guest } | undefined {
  const found = here.random.shuffle(stays(here.state).filter(fits)).find((stay) => {
    return stays(here.state).filter((other) => other.guest_id === stay.guest_id && other.status === stay.status).length === 1;
  });
  const guest = found && guestOf(here, found);
  return found && guest ? { stay: found, guest } : undefined;
}

export function lookUp(guest: Guest): PlannedToolCall[] {
  return [
    { tool: 'find_guests', arguments: { name: guest.name } },
    { tool: 'list_guest_stays', arguments: { guest_id: guest.guest_id } },
  ];
}

/** Cancelling, and paying back what the terms leave. */
export function cancelCalls(here: Here, stay: Stay): PlannedToolCall[] {
  const kept = daysBetween(here.today, stay.arrival) >= Number(here.policy.free_cancel_days) ? 0 : stay.rate_cents;
  const refund: PlannedToolCall[] =
    paidFor(here, stay.stay_id) > kept ? [{ tool: 'refund_stay', arguments: { stay_id: stay.stay_id } }] : [];
  return [{ tool: 'cancel_stay', arguments: { stay_id: stay.stay_id } }, ...refund];
}
