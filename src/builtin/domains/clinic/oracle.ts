import type { Oracles } from '../../kit/oracle.ts';
import { appointments } from './oracle-appointments.ts';
import { lookups } from './oracle-lookups.ts';
import { papers } from './oracle-papers.ts';
import type { ClinicState } from './state.ts';

/** What the reception of the clinic promises. */
export const clinicExpectations: Oracles<ClinicState> = { ...lookups, ...appointments, ...papers };
