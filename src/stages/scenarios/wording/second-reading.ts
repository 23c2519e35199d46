import { findingText, isGrave, type Reading } from '../../../domain/scenario/reading.ts';
import type { RewardCertificate } from '../../../domain/scenario/scenario.ts';
import type { StageContext } from '../../../engine/stage.ts';
import { readTask } from '../../../generation/work/reading.ts';
import { type CertificateInput, todayOf } from '../certificate-input.ts';

/**
 * A model reads the task beside the claims of the checks, without the reference. Undefined where no model does this kind of
 * work: the embedded author does not pretend to have read anything.
 */
export async function secondReading(context: StageContext, input: CertificateInput): Promise<Reading | undefined> {
  const by = context.writtenBy(readTask.name);
  if (by.model === undefined) return undefined;
  const { findings } = await context.ask(readTask, {
    skeleton: input.skeleton,
    task: input.task,
    told: (input.talk?.facts ?? []).map(({ says }) => says),
    today: todayOf(input),
    claims: input.checks.map(({ question }) => question),
  });
  return { by, findings };
}

/** A certificate with what was read: grave findings make it incomplete, the others are warnings. */
export function withReading(certificate: RewardCertificate, reading: Reading | undefined): RewardCertificate {
  if (!reading) return certificate;
  const grave = reading.findings.filter(isGrave);
  const mild = reading.findings.filter((finding) => !isGrave(finding));
  return {
    ...certificate,
    reading,
    warnings: [...certificate.warnings, ...mild.map(findingText)],
    complete: certificate.complete && grave.length === 0,
    failed: grave.length > 0 ? [...certificate.failed, 'reading'] : certificate.failed,
    reasons: [...certificate.reasons, ...grave.map(findingText)],
  };
}
