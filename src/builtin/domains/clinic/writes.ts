import { fail, type Integer, ok, type Ref, type Result } from '../../kit/environment.ts';
import { ClinicAppointmentWrites } from './appointment-writes.ts';
import type { ClinicPolicy, Patient, Practitioner, Prescription, Referral, Slot, WaitingEntry } from './design.ts';

declare const POLICY: ClinicPolicy;

export class ClinicReception extends ClinicAppointmentWrites {
  /**
   * Take a free slot out of the calendar.
   * @effect write  @rules R11
   * @param slot_id  The slot.
   */
  block_slot({ slot_id }: { slot_id: Ref<Slot> }): Result<Slot> {
    const slot = this.state.slots[slot_id];
    if (!slot) return fail(`No slot ${slot_id}.`);
    if (slot.status !== 'free' || slot.starts <= this.now()) return fail(`The slot at ${slot.starts} cannot be blocked.`); // R11

    slot.status = 'blocked';
    return ok(slot);
  }

  /**
   * Put a blocked slot back into the calendar.
   * @effect write  @rules R11
   * @param slot_id  The slot.
   */
  open_slot({ slot_id }: { slot_id: Ref<Slot> }): Result<Slot> {
    const slot = this.state.slots[slot_id];
    if (!slot) return fail(`No slot ${slot_id}.`);
    if (slot.status !== 'blocked' || slot.starts <= this.now()) return fail(`The slot at ${slot.starts} cannot be opened.`); // R11

    slot.status = 'free';
    return ok(slot);
  }

  /**
   * Write a referral to a specialty, valid for 180 days.
   * @effect write  @rules R12
   * @param patient_id  For whom.
   * @param practitioner_id  The general practitioner who refers.
   * @param specialty  To which specialists.
   * @param visits  For how many appointments.
   */
  issue_referral({
    patient_id,
    practitioner_id,
    specialty,
    visits,
  }: {
    patient_id: Ref<Patient>;
    practitioner_id: Ref<Practitioner>;
    specialty: Referral['specialty'];
    visits: Integer<1, 12>;
  }): Result<Referral> {
    const patient = this.state.patients[patient_id];
    if (!patient) return fail(`No patient ${patient_id}.`);
    const practitioner = this.state.practitioners[practitioner_id];
    if (!practitioner) return fail(`No practitioner ${practitioner_id}.`);
    if (practitioner.specialty !== 'general') return fail(`${practitioner.name} is not a general practitioner.`); // R12
    const usable = this.referralsOf(patient_id).some(
      (item) => item.specialty === specialty && item.visits_left > 0 && item.valid_until >= this.today(),
    );
    if (usable) return fail(`${patient.name} has a referral for ${specialty}.`); // R12

    const referral: Referral = {
      referral_id: this.newId('RF'),
      patient_id,
      issued_by: practitioner_id,
      specialty,
      visits_left: visits,
      valid_until: this.today(180),
    };
    this.state.referrals[referral.referral_id] = referral;
    return ok(referral);
  }

  /**
   * Issue another package of a repeat prescription.
   * @effect write  @rules R8
   * @param prescription_id  The prescription.
   */
  renew_prescription({ prescription_id }: { prescription_id: Ref<Prescription> }): Result<Prescription> {
    const item = this.state.prescriptions[prescription_id];
    if (!item) return fail(`No prescription ${prescription_id}.`);
    if (item.status !== 'active') return fail(`The prescription of ${item.medicine} is ended.`); // R8
    if (item.repeats_left === 0) return fail(`The prescription of ${item.medicine} has no repeats left.`); // R8
    const earliest = this.addDays(item.last_issued, item.lasts_days - POLICY.early_days);
    if (this.today() < earliest) return fail(`${item.medicine} can be renewed from ${earliest} on.`); // R8
    const seen = Object.values(this.state.appointments).some((appointment) => {
      const slot = this.state.slots[appointment.slot_id];
      return (
        appointment.status === 'attended' &&
        appointment.patient_id === item.patient_id &&
        slot?.practitioner_id === item.practitioner_id &&
        this.daysBetween(slot.starts, this.today()) <= POLICY.controlled_days
      );
    });
    if (item.controlled && !seen) return fail(`The prescriber of ${item.medicine} has to see the patient first.`); // R8

    item.repeats_left -= 1;
    item.last_issued = this.today();
    return ok(item);
  }

  /**
   * Note that a medicine is no longer taken.
   * @effect write  @rules R8
   * @param prescription_id  The prescription.
   */
  end_prescription({ prescription_id }: { prescription_id: Ref<Prescription> }): Result<Prescription> {
    const item = this.state.prescriptions[prescription_id];
    if (!item) return fail(`No prescription ${prescription_id}.`);
    if (item.status !== 'active') return fail(`The prescription of ${item.medicine} is ended.`); // R8

    item.status = 'ended';
    return ok(item);
  }

  /**
   * Put a patient on the waiting list of a practitioner.
   * @effect write  @rules R9
   * @param patient_id  Who waits.
   * @param practitioner_id  For whom.
   * @param urgent  Whether it is urgent.
   */
  join_waiting_list({
    patient_id,
    practitioner_id,
    urgent = false,
  }: {
    patient_id: Ref<Patient>;
    practitioner_id: Ref<Practitioner>;
    urgent?: boolean;
  }): Result<WaitingEntry> {
    const patient = this.state.patients[patient_id];
    if (!patient) return fail(`No patient ${patient_id}.`);
    const practitioner = this.state.practitioners[practitioner_id];
    if (!practitioner) return fail(`No practitioner ${practitioner_id}.`);
    if (this.queueOf(practitioner_id).some((entry) => entry.patient_id === patient_id))
      return fail(`${patient.name} already waits for ${practitioner.name}.`); // R9
    const last = this.today(POLICY.waiting_days);
    const free = Object.values(this.state.slots).some(
      (slot) =>
        slot.practitioner_id === practitioner_id &&
        slot.status === 'free' &&
        slot.starts > this.now() &&
        slot.starts.slice(0, 10) <= last,
    );
    if (free) return fail(`${practitioner.name} has a free slot within ${POLICY.waiting_days} days.`); // R9

    const entry: WaitingEntry = {
      waiting_id: this.newId('W'),
      patient_id,
      practitioner_id,
      urgent,
      added: this.now(),
      status: 'waiting',
    };
    this.state.waiting_list[entry.waiting_id] = entry;
    return ok(entry);
  }

  /**
   * Take a patient off a waiting list.
   * @effect write  @rules R9
   * @param waiting_id  The place on the list.
   */
  leave_waiting_list({ waiting_id }: { waiting_id: Ref<WaitingEntry> }): Result<WaitingEntry> {
    const entry = this.state.waiting_list[waiting_id];
    if (!entry) return fail(`Nobody waits under ${waiting_id}.`);
    if (entry.status !== 'waiting') return fail(`That place was ${entry.status} already.`); // R9

    entry.status = 'withdrawn';
    return ok(entry);
  }
}
