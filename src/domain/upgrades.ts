import { isJsonObject, type Json, type JsonObject } from '../base/json.ts';
import type { Kind } from './kinds.ts';

/** What turns a body of the version before into one of this version. */
interface Upgrade {
  readonly to: number;
  upgrade(body: JsonObject): JsonObject;
}

/**
 * How bodies of earlier schema versions are read today, oldest first. A stored body never changes, and neither does its hash:
 * it is upgraded whenever it is read. A field that only joined, with a default in its schema, needs no entry.
 */
const upgrades: Partial<Record<Kind, readonly Upgrade[]>> = {
  scenario: [{ to: 6, upgrade: withProvenance }],
};

/** The body as the present schema of its kind expects it. */
export function upgraded(kind: Kind, version: number, body: Json): Json {
  if (!isJsonObject(body)) return body;
  return (upgrades[kind] ?? []).filter(({ to }) => version < to).reduce((current, { upgrade }) => upgrade(current), body);
}

/** Version 6: `flow` became `provenance`, `rivals` became `ambiguity`, and the origin `reckoned` became `derived`. */
function withProvenance({ flow = [], certificate, ...rest }: JsonObject): JsonObject {
  return { ...rest, provenance: items(flow).map(withDerivedOrigin), certificate: withAmbiguity(certificate) };
}

function withDerivedOrigin(source: JsonObject): JsonObject {
  const { origin } = source;
  return isJsonObject(origin) && origin.kind === 'reckoned' ? { ...source, origin: { ...origin, kind: 'derived' } } : source;
}

function withAmbiguity(certificate: Json | undefined): Json {
  if (!isJsonObject(certificate)) return null;
  const { rivals = [], ...rest } = certificate;
  return { ...rest, ambiguity: items(rivals).map((trial) => ({ ...trial, kind: 'ambiguous-record' })) };
}

function items(list: Json): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter((item) => isJsonObject(item)) : [];
}
