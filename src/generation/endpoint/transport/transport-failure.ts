import { messageOf } from '../../../base/errors.ts';
import { isObject } from '../../../base/json.ts';
import { fatal, type RequestFailure, type Target } from '../request-failure.ts';
import { TooLongError, TruncatedError } from './post.ts';

/** Codes of certificates that will not be trusted by trying again. */
const certificates: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'signed by an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'signed by an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'signed by an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'signed by an authority that is not known here',
  CERT_HAS_EXPIRED: 'out of date',
  CERT_NOT_YET_VALID: 'not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'made for another name',
};

/** What it means that no response came. The caller's own signal was looked at before: what was aborted here ran out of time. */
export function failureOfTransport(error: unknown, { endpoint, hasWorked }: Target): RequestFailure {
  if (error instanceof TooLongError) return { kind: 'unusable', message: error.message };
  if (error instanceof TruncatedError) return { kind: 'transient', trouble: 'truncated', reason: error.message, cause: error };
  if (error instanceof Error && ['AbortError', 'TimeoutError'].includes(error.name))
    return { kind: 'transient', trouble: 'timeout', reason: 'no answer came in time', cause: error };
  const code = codeOf(error);
  const certificate = certificates[code];
  if (certificate !== undefined) {
    return fatal(
      `The certificate of ${endpoint} is ${certificate} (${code}). If that is right, name the file of the certificate or of its ` +
        'authority in NODE_EXTRA_CA_CERTS; otherwise check OPENAI_BASE_URL.',
    );
  }
  if (!hasWorked && (code === 'ENOTFOUND' || code === 'EAI_NONAME')) {
    const host = isObject(error) && typeof error.hostname === 'string' ? error.hostname : new URL(endpoint).hostname;
    return fatal(`There is no machine "${host}" (${code}). Check OPENAI_BASE_URL, and HTTPS_PROXY where there is a proxy.`);
  }
  if (!hasWorked && (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER')) {
    return fatal(`${endpoint} does not speak TLS (${code}). Should OPENAI_BASE_URL begin with http:// there?`);
  }
  if (/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code))
    return { kind: 'transient', trouble: 'truncated', reason: `the compressed answer cannot be read (${messageOf(error)})` };
  return { kind: 'transient', trouble: 'connection', reason: reasonOf(error, code), cause: error };
}

function codeOf(error: unknown): string {
  for (let depth = 0, inner = error; depth < 5 && isObject(inner); depth++, inner = inner.cause)
    if (typeof inner.code === 'string') return inner.code;
  return '';
}

/** The message with the innermost cause; of an address with several numbers each failure is told by the code alone. */
function reasonOf(error: unknown, code: string): string {
  const message = messageOf(error);
  const shown = code === '' || message.includes(code) ? message : `${message} (${code})`;
  return shown.trim() === '' ? 'the connection failed' : shown;
}
