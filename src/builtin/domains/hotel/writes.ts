import { fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import { HotelBookingWrites } from './booking-writes.ts';
import type { Charge, Repair, Room, Stay } from './design.ts';

export class HotelFrontDesk extends HotelBookingWrites {
  /**
   * A guest with a booking arrives and takes the room.
   * @effect write  @rules R5 R6 R13
   * @param stay_id  The stay.
   */
  check_in({ stay_id }: { stay_id: Ref<Stay> }): Result<Stay> {
    const stay = this.state.stays[stay_id];
    if (!stay) return fail(`There is no stay ${stay_id}.`);
    if (stay.status !== 'booked') return fail(`Stay ${stay_id} is ${this.words(stay.status)}.`);
    if (stay.arrival > this.today() || stay.departure <= this.today())
      return fail(`Stay ${stay_id} is for ${stay.arrival} to ${stay.departure}.`); // R6
    const room = this.state.rooms[stay.room_number];
    if (room?.status !== 'ready') return fail(`Room ${stay.room_number} is not ready.`); // R6
    if (this.guestIn(stay.room_number)) return fail(`Somebody is still in room ${stay.room_number}.`); // R6 R13
    const missing = this.depositFor(stay) - this.paid(stay_id);
    if (missing > 0) return fail(`${missing} cents of the deposit are missing.`); // R5
    stay.status = 'in_house';
    return ok(stay);
  }

  /**
   * Put something on the folio of a guest who is in the house.
   * @effect write
   * @param stay_id  The stay.
   * @param kind  What it is for.
   * @param amount_cents  Amount in cents.
   */
  add_charge({
    stay_id,
    kind,
    amount_cents,
  }: {
    stay_id: Ref<Stay>;
    kind: Charge['kind'];
    amount_cents: Integer<1, 200000>;
  }): Result<Charge> {
    const stay = this.state.stays[stay_id];
    if (!stay) return fail(`There is no stay ${stay_id}.`);
    if (stay.status !== 'in_house')
      return fail(`Stay ${stay_id} is ${this.words(stay.status)}; only guests in the house can be charged.`);
    const charge: Charge = { charge_id: this.newId('C'), stay_id, kind, amount_cents };
    this.state.charges[charge.charge_id] = charge;
    return ok(charge);
  }

  /**
   * A guest leaves, possibly early (the nights that were booked stay on the folio). The room then has to be cleaned.
   * @effect write  @rules R9
   * @param stay_id  The stay.
   */
  check_out({ stay_id }: { stay_id: Ref<Stay> }): Result<Stay> {
    const stay = this.state.stays[stay_id];
    if (!stay) return fail(`There is no stay ${stay_id}.`);
    if (stay.status !== 'in_house') return fail(`Stay ${stay_id} is ${this.words(stay.status)}.`);
    const owed = this.owed(stay);
    if (owed > 0) return fail(`${owed} cents are still owed on stay ${stay_id}.`); // R9
    stay.status = 'departed';
    const room = this.state.rooms[stay.room_number];
    if (room) room.status = 'dirty';
    return ok(stay);
  }

  /**
   * Housekeeping has cleaned a room.
   * @effect write
   * @param room_number  The room.
   */
  mark_cleaned({ room_number }: { room_number: Ref<Room> }): Result<Room> {
    const room = this.state.rooms[room_number];
    if (!room) return fail(`There is no room ${room_number}.`);
    if (room.status === 'out_of_order') return fail(`Room ${room_number} is out of order until its repair is finished.`);
    if (room.status === 'ready') return fail(`Room ${room_number} is clean already.`);
    room.status = 'ready';
    return ok(room);
  }

  /**
   * Report a fault in an empty room that is not out of order; it is out of order until the repair is finished.
   * @effect write  @rules R10 R11
   * @param room_number  The room.
   * @param problem  What is broken, not blank.
   */
  report_fault({ room_number, problem }: { room_number: Ref<Room>; problem: string }): Result<Repair> {
    const room = this.state.rooms[room_number];
    if (!room) return fail(`There is no room ${room_number}.`);
    if (problem.trim() === '') return fail('Say what is broken.');
    if (room.status === 'out_of_order') return fail(`Room ${room_number} is out of order already.`); // R10
    if (this.guestIn(room_number)) return fail(`Somebody is in room ${room_number}; move the guest first.`); // R11
    const repair: Repair = { repair_id: this.newId('F'), room_number, problem: problem.trim(), open: true };
    this.state.repairs[repair.repair_id] = repair;
    room.status = 'out_of_order';
    return ok(repair);
  }

  /**
   * A fault has been repaired. The room has to be cleaned before it is ready.
   * @effect write  @rules R10
   * @param repair_id  The repair.
   */
  finish_repair({ repair_id }: { repair_id: Ref<Repair> }): Result<Repair> {
    const repair = this.state.repairs[repair_id];
    if (!repair) return fail(`There is no repair ${repair_id}.`);
    if (!repair.open) return fail(`Repair ${repair_id} is finished already.`); // R10
    repair.open = false;
    const room = this.state.rooms[repair.room_number];
    if (room) room.status = 'dirty';
    return ok(repair);
  }
}
