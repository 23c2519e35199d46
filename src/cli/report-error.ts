import { messageOf, UserError } from '../base/errors.ts';
import { machineTrouble } from '../base/machine-trouble.ts';
import { redactor } from '../generation/endpoint/redact.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { OutputStreams } from './terminal/output.ts';

export interface ReportSettings {
  readonly json: boolean;
  /** Texts that must not be shown, whatever went wrong. */
  readonly secrets: readonly string[];
}

/** Maps whatever a command threw to a text and an exit code. */
export function reportError(error: unknown, { json, secrets }: ReportSettings, { stdout, stderr }: OutputStreams): ExitCode {
  const redact = redactor(secrets);
  const isUserError = error instanceof UserError;
  const trouble = isUserError ? undefined : machineTrouble(error);
  const message = redact(trouble?.text ?? messageOf(error));
  if (json)
    stdout.write(`${JSON.stringify({ event: 'error', kind: isUserError ? 'user' : trouble ? 'machine' : 'bug', message })}\n`);
  if (isUserError) {
    stderr.write(`envscaler: ${message}\n`);
    return exitCodes.userError;
  }
  if (trouble) {
    stderr.write(`envscaler: ${message} What was finished before is saved.\n`);
    return exitCodes.someFailed;
  }
  const stack = error instanceof Error ? error.stack : undefined;
  stderr.write(
    `${redact(stack ?? message)}\nenvscaler: this is a defect of the program, not a mistake of yours. What was finished before is saved.\n`,
  );
  return exitCodes.someFailed;
}
