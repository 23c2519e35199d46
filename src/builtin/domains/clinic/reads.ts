import { type Day, fail, type Instant, ok, type Ref, type Result } from '../../kit/environment.ts';
import type { Appointment, Patient, Practitioner, Prescription, Referral, Slot, WaitingEntry } from './design.ts';
import { ClinicRules } from './rules.ts';

export class ClinicReads extends ClinicRules {
  /**
   * Patients whose name contains a text, by name; refused when there are none.
   * @effect read
   * @param text  Part of a name.
   */
  find_patients({ text }: { text: string }): Result<Patient[]> {
    const wanted = text.trim().toLowerCase();
    const found = Object.values(this.state.patients).filter((patient) => patient.name.toLowerCase().includes(wanted));
    if (found.length === 0) return fail(`No patient is called "${text}".`);
    return ok(found.sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  /**
   * Practitioners, by name.
   * @effect read
   * @param specialty  Only these.
   */
  list_practitioners({ specialty }: { specialty: Practitioner['specialty'] | undefined }): Result<Practitioner[]> {
    const found = Object.values(this.state.practitioners).filter((one) => specialty === undefined || one.specialty === specialty);
    return ok(found.sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  /**
   * Slots of a practitioner, free or not, in order of time, with the appointment where one is booked.
   * @effect read
   * @param practitioner_id  Whose slots.
   * @param date  Only this day; without it everything from today on.
   */
  list_slots({
    practitioner_id,
    date,
  }: {
    practitioner_id: Ref<Practitioner>;
    date: Day | undefined;
  }): Result<{ slot: Slot; appointment_id: Ref<Appointment> | null; patient_id: Ref<Patient> | null }[]> {
    if (!this.state.practitioners[practitioner_id]) return fail(`No practitioner ${practitioner_id}.`);
    const found = Object.values(this.state.slots).filter(
      (slot) =>
        slot.practitioner_id === practitioner_id &&
        (date === undefined ? slot.starts.slice(0, 10) >= this.today() : slot.starts.slice(0, 10) === date),
    );
    const rows = found
      .sort((a, b) => (a.starts < b.starts ? -1 : 1))
      .map((slot) => {
        const appointment = Object.values(this.state.appointments).find(
          (item) => item.slot_id === slot.slot_id && item.status !== 'cancelled',
        );
        return { slot, appointment_id: appointment?.appointment_id ?? null, patient_id: appointment?.patient_id ?? null };
      });
    return ok(rows);
  }

  /**
   * Appointments of a patient, the earliest first, with the practitioner and the beginning.
   * @effect read
   * @param patient_id  The patient.
   * @param status  Only these.
   */
  list_appointments({
    patient_id,
    status,
  }: {
    patient_id: Ref<Patient>;
    status: Appointment['status'] | undefined;
  }): Result<{ appointment: Appointment; practitioner: string; starts: Instant }[]> {
    if (!this.state.patients[patient_id]) return fail(`No patient ${patient_id}.`);
    const rows = Object.values(this.state.appointments)
      .filter((appointment) => appointment.patient_id === patient_id && (status === undefined || appointment.status === status))
      .map((appointment) => {
        const slot = this.state.slots[appointment.slot_id];
        const practitioner = slot && this.state.practitioners[slot.practitioner_id];
        return { appointment, practitioner: practitioner?.name ?? '', starts: slot?.starts ?? '' };
      });
    const key = (row: (typeof rows)[number]) => `${row.starts} ${row.appointment.appointment_id}`;
    return ok(rows.sort((a, b) => (key(a) < key(b) ? -1 : 1)));
  }

  /**
   * Referrals of a patient, the one that ends first at the top.
   * @effect read
   * @param patient_id  The patient.
   */
  list_referrals({ patient_id }: { patient_id: Ref<Patient> }): Result<Referral[]> {
    if (!this.state.patients[patient_id]) return fail(`No patient ${patient_id}.`);
    return ok(this.referralsOf(patient_id));
  }

  /**
   * Prescriptions of a patient, by medicine.
   * @effect read
   * @param patient_id  The patient.
   */
  list_prescriptions({ patient_id }: { patient_id: Ref<Patient> }): Result<Prescription[]> {
    if (!this.state.patients[patient_id]) return fail(`No patient ${patient_id}.`);
    const found = Object.values(this.state.prescriptions).filter((item) => item.patient_id === patient_id);
    return ok(
      found.sort((a, b) =>
        a.medicine === b.medicine ? (a.prescription_id < b.prescription_id ? -1 : 1) : a.medicine < b.medicine ? -1 : 1,
      ),
    );
  }

  /**
   * Who waits for a practitioner, in the order in which they are served.
   * @effect read
   * @param practitioner_id  For whom they wait.
   */
  list_waiting({ practitioner_id }: { practitioner_id: Ref<Practitioner> }): Result<WaitingEntry[]> {
    if (!this.state.practitioners[practitioner_id]) return fail(`No practitioner ${practitioner_id}.`);
    return ok(this.queueOf(practitioner_id));
  }
}
