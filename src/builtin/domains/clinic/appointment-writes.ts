import { fail, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Appointment, ClinicPolicy, Patient, Slot } from './design.ts';
import { ClinicReads } from './reads.ts';

declare const POLICY: ClinicPolicy;

export class ClinicAppointmentWrites extends ClinicReads {
  /**
   * Give a free slot to a patient. For specialists the usable referral that ends first loses a visit; a patient who was
   * waiting for the practitioner is taken off the list.
   * @effect write  @rules R1 R2 R3 R4 R5 R10
   * @param slot_id  The slot.
   * @param patient_id  Who comes.
   */
  book_appointment({ slot_id, patient_id }: { slot_id: Ref<Slot>; patient_id: Ref<Patient> }): Result<Appointment> {
    const slot = this.state.slots[slot_id];
    if (!slot) return fail(`No slot ${slot_id}.`);
    const practitioner = this.state.practitioners[slot.practitioner_id];
    if (!practitioner) return fail(`No practitioner ${slot.practitioner_id}.`);
    const patient = this.state.patients[patient_id];
    if (!patient) return fail(`No patient ${patient_id}.`);
    if (slot.status !== 'free' || slot.starts <= this.now()) return fail(`The slot at ${slot.starts} cannot be booked.`); // R1
    const own = Object.values(this.state.appointments).filter((item) => item.patient_id === patient_id);
    const missed = own.filter((item) => item.status === 'missed').length;
    if (missed >= POLICY.max_missed) return fail(`${patient.name} missed ${missed} appointments.`); // R3
    const ahead = own.filter((item) => item.status === 'booked' && this.startOf(item) > this.now());
    if (ahead.length >= POLICY.max_booked) return fail(`${patient.name} already has ${ahead.length} appointments ahead.`); // R4
    if (this.clashes(patient_id, slot.starts)) return fail(`${patient.name} has another appointment at that time.`); // R4
    const known = own.some(
      (item) => item.status === 'attended' && this.state.slots[item.slot_id]?.practitioner_id === slot.practitioner_id,
    );
    if (!practitioner.takes_new && !known) return fail(`${practitioner.name} takes no new patients.`); // R5
    const queue = this.queueOf(slot.practitioner_id);
    const first = queue[0];
    if (first && first.patient_id !== patient_id) return fail(`Others are waiting for ${practitioner.name}.`); // R10
    const referral = this.referralsOf(patient_id).find(
      (item) => item.specialty === practitioner.specialty && item.visits_left > 0 && item.valid_until >= slot.starts.slice(0, 10),
    );
    if (practitioner.specialty !== 'general' && !referral)
      return fail(`${patient.name} has no referral for ${practitioner.specialty} that can be used on that day.`); // R2

    const appointment: Appointment = {
      appointment_id: this.newId('AP'),
      slot_id,
      patient_id,
      status: 'booked',
      cancelled_by: null,
      referral_id: referral?.referral_id ?? null,
      fee_cents: 0,
    };
    this.state.appointments[appointment.appointment_id] = appointment;
    slot.status = 'booked';
    if (referral) referral.visits_left -= 1;
    if (first) first.status = 'served';
    return ok(appointment);
  }

  /**
   * Move a booked appointment to another free slot of the same practitioner. It keeps its referral, which has to be valid
   * on that day too.
   * @effect write  @rules R1 R2 R4 R6 R10
   * @param appointment_id  The appointment.
   * @param slot_id  The slot it moves to.
   */
  move_appointment({ appointment_id, slot_id }: { appointment_id: Ref<Appointment>; slot_id: Ref<Slot> }): Result<Appointment> {
    const appointment = this.state.appointments[appointment_id];
    if (!appointment) return fail(`No appointment ${appointment_id}.`);
    const before = this.state.slots[appointment.slot_id];
    if (!before) return fail(`No slot ${appointment.slot_id}.`);
    const slot = this.state.slots[slot_id];
    if (!slot) return fail(`No slot ${slot_id}.`);
    if (appointment.status !== 'booked' || before.starts <= this.now())
      return fail(`Appointment ${appointment_id} can no longer be moved.`); // R6
    if (this.daysBetween(this.today(), before.starts) < POLICY.cancel_days)
      return fail(`It is less than ${POLICY.cancel_days} days ahead and cannot be moved.`); // R6
    if (slot.practitioner_id !== before.practitioner_id) return fail('The slot belongs to another practitioner.');
    if (slot.status !== 'free' || slot.starts <= this.now()) return fail(`The slot at ${slot.starts} cannot be booked.`); // R1
    if (this.clashes(appointment.patient_id, slot.starts)) return fail('The patient has another appointment at that time.'); // R4
    const first = this.queueOf(slot.practitioner_id)[0];
    if (first && first.patient_id !== appointment.patient_id) return fail('Others are waiting for this practitioner.'); // R10
    const referral = appointment.referral_id === null ? undefined : this.state.referrals[appointment.referral_id];
    if (referral && referral.valid_until < slot.starts.slice(0, 10)) return fail(`The referral ends on ${referral.valid_until}.`); // R2

    before.status = 'free';
    slot.status = 'booked';
    appointment.slot_id = slot_id;
    return ok(appointment);
  }

  /**
   * Cancel a booked appointment and note who did. A patient who does so less than {cancel_days} days ahead pays
   * {late_fee_cents} cents and loses the visit of the referral; otherwise, or when the clinic cancels, it costs nothing
   * and the visit comes back.
   * @effect write  @rules R6
   * @param appointment_id  The appointment.
   * @param by  Who cancels.
   */
  cancel_appointment({
    appointment_id,
    by,
  }: {
    appointment_id: Ref<Appointment>;
    by: Appointment['cancelled_by'];
  }): Result<Appointment> {
    const appointment = this.state.appointments[appointment_id];
    if (!appointment) return fail(`No appointment ${appointment_id}.`);
    const slot = this.state.slots[appointment.slot_id];
    if (!slot) return fail(`No slot ${appointment.slot_id}.`);
    if (appointment.status !== 'booked' || slot.starts <= this.now())
      return fail(`Appointment ${appointment_id} can no longer be cancelled.`); // R6

    const late = by === 'patient' && this.daysBetween(this.today(), slot.starts) < POLICY.cancel_days;
    const referral = appointment.referral_id === null ? undefined : this.state.referrals[appointment.referral_id];
    appointment.status = 'cancelled';
    appointment.cancelled_by = by;
    appointment.fee_cents = late ? POLICY.late_fee_cents : 0;
    slot.status = 'free';
    if (referral && !late) referral.visits_left += 1;
    return ok(appointment);
  }

  /**
   * Note whether the patient came to an appointment that has begun.
   * @effect write  @rules R7
   * @param appointment_id  The appointment.
   * @param came  Whether the patient came.
   */
  record_attendance({ appointment_id, came }: { appointment_id: Ref<Appointment>; came: boolean }): Result<Appointment> {
    const appointment = this.state.appointments[appointment_id];
    if (!appointment) return fail(`No appointment ${appointment_id}.`);
    if (appointment.status !== 'booked') return fail(`Appointment ${appointment_id} is ${appointment.status}.`); // R7
    if (this.startOf(appointment) > this.now()) return fail(`Appointment ${appointment_id} has not begun.`); // R7

    appointment.status = came ? 'attended' : 'missed';
    return ok(appointment);
  }

  /**
   * Excuse a missed appointment, so that it no longer counts.
   * @effect write  @rules R7
   * @param appointment_id  The appointment.
   */
  excuse_missed({ appointment_id }: { appointment_id: Ref<Appointment> }): Result<Appointment> {
    const appointment = this.state.appointments[appointment_id];
    if (!appointment) return fail(`No appointment ${appointment_id}.`);
    if (appointment.status !== 'missed') return fail(`Appointment ${appointment_id} was not missed: ${appointment.status}.`); // R7

    appointment.status = 'excused';
    return ok(appointment);
  }
}
