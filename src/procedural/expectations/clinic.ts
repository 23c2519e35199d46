import type { ClinicState } from '../domains/clinic-state.ts';
import type { Expectations } from '../expectation.ts';
import { appointments } from './clinic-appointments.ts';
import { lookups } from './clinic-lookups.ts';
import { papers } from './clinic-papers.ts';

/** What the reception of the clinic promises. */
export const clinicExpectations: Expectations<ClinicState> = { ...lookups, ...appointments, ...papers };
