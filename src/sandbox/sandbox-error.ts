import type { SandboxEvidence } from '../domain/failure.ts';

/** Generated code could not be compiled, loaded, started or asked. What a call itself does wrong is its outcome, not an error. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly evidence: SandboxEvidence;

  constructor(message: string, evidence: SandboxEvidence, options?: ErrorOptions) {
    super(message, options);
    this.evidence = evidence;
  }
}
