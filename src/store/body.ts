import { z } from 'zod';
import { UserError } from '../base/errors.ts';
import { canonicalJson } from '../base/json.ts';
import { artifactHash, type Body, type Kind, kindNames, kinds, shortId } from '../domain/kinds.ts';
import { upgraded } from '../domain/upgrades.ts';

/** A body as it is stored: checked, canonical, named by its content. */
export interface SealedBody {
  readonly hash: string;
  readonly schemaVersion: number;
  /** Canonical JSON of the body, with the schema's defaults filled in. */
  readonly text: string;
}

/** Checks a body against the schema of its kind and names it. Throws when it does not fit. */
export function sealBody(kind: Kind, subject: string, body: unknown): SealedBody {
  const { schema, version } = kinds[kind];
  const checked = schema.safeParse(body);
  if (!checked.success) throw new Error(`The ${kind} "${subject}" does not fit its schema: ${z.prettifyError(checked.error)}`);
  return {
    hash: artifactHash(kind, checked.data),
    schemaVersion: version,
    text: canonicalJson(checked.data),
  };
}

/** What is stored of an artifact's content. */
interface StoredBody {
  readonly kind: string;
  readonly hash: string;
  readonly schemaVersion: number;
  readonly text: string;
}

/**
 * Turns stored text into a body again. Every call gives a fresh value, so that a caller who changes it changes nobody
 * else's. The schema is applied once per artifact and process; after that the text is known to be good.
 */
export type BodyReader = <K extends Kind>(kind: K, stored: StoredBody) => Body<K>;

export function bodyReader(): BodyReader {
  const checked = new Set<string>();
  return <K extends Kind>(kind: K, stored: StoredBody): Body<K> => {
    const value = upgraded(kind, stored.schemaVersion, JSON.parse(stored.text));
    if (!checked.has(stored.hash)) {
      const result = kinds[kind].schema.safeParse(value);
      if (!result.success) throw unreadable(kind, stored, z.prettifyError(result.error));
      checked.add(stored.hash);
    }
    // The schema of this kind has accepted this very text.
    return value as Body<K>;
  };
}

function unreadable(kind: Kind, stored: StoredBody, problem: string): UserError {
  return new UserError(
    `${shortId({ kind, hash: stored.hash })} was written with version ${stored.schemaVersion} of the schema for ${kinds[kind].plural}; ` +
      `this envscaler has version ${kinds[kind].version} and cannot read it (${problem}). ` +
      'Use the envscaler that wrote it, or run the pipeline in another --workspace.',
  );
}

/** The kind with this name; throws for a name from a later program. */
export function kindNamed(name: string): Kind {
  const kind = kindNames.find((known) => known === name);
  if (kind === undefined)
    throw new UserError(
      `The database holds artifacts of a kind "${name}" that this envscaler does not know. Use the envscaler that wrote it.`,
    );
  return kind;
}
