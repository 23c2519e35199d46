import { createHash, timingSafeEqual } from 'node:crypto';
import { localhostAllowedHostnames, validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server';
import type { MiddlewareHandler } from 'hono';
import { ServingError } from '../serving-error.ts';

export interface GuardOptions {
  /** The names this server may be called by; undefined: any. */
  readonly hosts: readonly string[] | undefined;
  readonly token: string | undefined;
}

/** The names by which a server on this address may be called. On an address of the network nobody can know them. */
export function hostsOf(address: string, further: readonly string[]): readonly string[] | undefined {
  const loopback = localhostAllowedHostnames();
  const isLoopback = loopback.includes(address) || loopback.includes(`[${address}]`) || address.startsWith('127.');
  return isLoopback || further.length > 0 ? [...loopback, address, ...further] : undefined;
}

/**
 * Keeps out pages of the web that reach for a server on this machine (by a name of theirs, or from their origin), and whoever has not
 * the token. `/health` needs none.
 */
export function guard({ hosts, token }: GuardOptions): MiddlewareHandler {
  const isToken = token === undefined ? () => true : comparerOf(token);
  return async (c, next) => {
    const host = c.req.header('host');
    if (hosts && !validateHostHeader(host, [...hosts]).ok)
      throw new ServingError(403, 'This server is not called by that name. Allow it with --allow-host NAME.');
    const origin = c.req.header('origin');
    if (origin !== undefined) {
      const own = hosts ?? [hostnameOf(host ?? '')];
      if (!validateOriginHeader(origin, [...own]).ok)
        throw new ServingError(403, 'Pages of that origin may not use this server.');
    }
    if (c.req.path !== '/health' && !isToken(tokenOf(c.req.header('authorization'), c.req.header('x-api-key'))))
      throw new ServingError(401, 'The token is missing or wrong: send it as "Authorization: Bearer TOKEN".');
    await next();
  };
}

function tokenOf(authorization: string | undefined, apiKey: string | undefined): string {
  return /^Bearer\s+(.*)$/i.exec(authorization ?? '')?.[1] ?? apiKey ?? '';
}

/** Takes the same time whatever was sent. */
function comparerOf(token: string): (given: string) => boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const right = digest(token);
  return (given) => timingSafeEqual(digest(given), right);
}

function hostnameOf(host: string): string {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return '';
  }
}
