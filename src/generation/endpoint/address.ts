import { UserError } from '../../base/errors.ts';

export interface Address {
  /** Host and path, without credentials and query: fit for records and texts. */
  readonly shown: string;
  /** Credentials that the address itself holds. */
  readonly secrets: readonly string[];
}

/** What may be shown of an endpoint's address. Throws a UserError for one that is no http(s) address. */
export function addressOf(baseUrl: string): Address {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    const shown = url ? `${url.protocol}...` : JSON.stringify(baseUrl.slice(0, 60));
    throw new UserError(
      `OPENAI_BASE_URL must be an address like "https://api.openai.com/v1" or "http://localhost:8000/v1", not ${shown}.`,
    );
  }
  const secrets = [decodeURIComponent(url.username), decodeURIComponent(url.password), ...url.searchParams.values()];
  return {
    shown: `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`,
    secrets: secrets.filter((secret) => secret !== ''),
  };
}
