import { Environment, type Invariants } from '../../kit/environment.ts';
import type { Appointment, ClinicState, Referral, WaitingEntry } from './design.ts';

export class ClinicRules extends Environment<ClinicState> {
  protected startOf(appointment: Appointment): string {
    return this.state.slots[appointment.slot_id]?.starts ?? '';
  }

  /** Whether a patient already has a booked appointment that begins at this moment. */
  protected clashes(patient_id: string, starts: string): boolean {
    return Object.values(this.state.appointments).some(
      (item) => item.patient_id === patient_id && item.status === 'booked' && this.startOf(item) === starts,
    );
  }

  protected referralsOf(patient_id: string): Referral[] {
    const found = Object.values(this.state.referrals).filter((referral) => referral.patient_id === patient_id);
    return found.sort((a, b) =>
      a.valid_until === b.valid_until ? (a.referral_id < b.referral_id ? -1 : 1) : a.valid_until < b.valid_until ? -1 : 1,
    );
  }

  /** Urgent patients first, then whoever has waited longest. */
  protected queueOf(practitioner_id: string): WaitingEntry[] {
    const key = (entry: WaitingEntry) => `${entry.urgent ? 0 : 1} ${entry.added} ${entry.waiting_id}`;
    const found = Object.values(this.state.waiting_list).filter(
      (entry) => entry.practitioner_id === practitioner_id && entry.status === 'waiting',
    );
    return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }
}

export const invariants: Invariants<ClinicState> = {
  R13: (state) =>
    Object.values(state.slots).every(
      (slot) =>
        Object.values(state.appointments).filter((item) => item.slot_id === slot.slot_id && item.status !== 'cancelled')
          .length === (slot.status === 'booked' ? 1 : 0),
    ),
  R14: (state) => {
    const booked = Object.values(state.appointments).filter((item) => item.status === 'booked');
    const moments = new Set(booked.map((item) => `${item.patient_id} ${state.slots[item.slot_id]?.starts}`));
    return (
      moments.size === booked.length &&
      Object.values(state.appointments).every((item) => item.fee_cents === 0 || item.status === 'cancelled')
    );
  },
  R15: (state) => {
    const waiting = Object.values(state.waiting_list).filter((entry) => entry.status === 'waiting');
    return new Set(waiting.map((entry) => `${entry.patient_id} ${entry.practitioner_id}`)).size === waiting.length;
  },
  R16: (state) =>
    Object.values(state.appointments).every((item) => (item.cancelled_by !== null) === (item.status === 'cancelled')),
};
