import { suggestion } from '../../base/nearest.ts';
import type { SplitName } from '../../domain/dataset.ts';
import type { Environment } from '../../domain/environment/environment.ts';
import type { Artifact } from '../../domain/kinds.ts';
import type { Scenario } from '../../domain/scenario/scenario.ts';
import { needsUser } from '../../domain/scenario/scenario-kind.ts';
import { ServingError } from '../serving-error.ts';

/** A scenario to serve, with its environment as datasets name it and what the agent is told of the system it works in. */
export interface ServedRow {
  readonly environment: { readonly id: string; readonly split: SplitName; readonly artifact: Artifact<'environment'> };
  readonly scenario: Artifact<'scenario'>;
  readonly system: string;
}

export interface ServedEnvironment {
  readonly id: string;
  readonly hash: string;
  readonly split: SplitName;
  readonly body: Environment;
  readonly scenarios: readonly ServedScenario[];
  /** Whether a scenario of it has a user to talk to. */
  readonly hasUsers: boolean;
}

export interface ServedScenario {
  readonly name: string;
  readonly hash: string;
  readonly environment: string;
  readonly body: Scenario;
  readonly system: string;
}

/** How a client names a scenario: by name, by hash, or both, as a row of a dataset does; or by its place in its environment. */
export interface WantedScenario {
  readonly name?: string | undefined;
  readonly hash?: string | undefined;
  readonly index?: number | undefined;
}

/** What is served. Everything unknown throws a ServingError that says what is known. */
export interface Catalogue {
  readonly environments: readonly ServedEnvironment[];
  /** By id ("library", "owner/library") or by hash. */
  environment(id: string): ServedEnvironment;
  /** Any environment, or the given one; without a wish the first of its scenarios. Another version than the wanted one is a conflict. */
  scenario(wanted: WantedScenario, environment?: ServedEnvironment): ServedScenario;
}

export function createCatalogue(rows: readonly ServedRow[]): Catalogue {
  const environments = environmentsOf(rows);
  const scenarios = environments.flatMap((environment) => environment.scenarios);
  const byHash = new Map(scenarios.map((scenario) => [scenario.hash, scenario]));
  const first = scenarios[0];
  if (!first) throw new Error('a catalogue needs a scenario');

  return {
    environments,
    environment(id) {
      const name = (id.split('/').at(-1) ?? '').toLowerCase();
      const found = environments.find((one) => one.id === name) ?? environments.find((one) => isHash(name, one.hash));
      if (found) return found;
      const names = environments.map((one) => one.id);
      throw new ServingError(404, `There is no environment "${shown(name)}" here.${suggestion(shown(name), names)}`);
    },
    scenario({ name, hash, index }, environment) {
      const among = environment?.scenarios ?? scenarios;
      if (name !== undefined) return byName(among, name, hash);
      if (hash !== undefined) {
        const found = byHash.get(hash) ?? among.find((scenario) => isHash(hash, scenario.hash));
        if (found && among.includes(found)) return found;
        throw new ServingError(404, `There is no scenario with the hash ${shown(hash)} here: ${otherVersion}`);
      }
      const chosen = among[index ?? 0];
      if (!chosen) throw new ServingError(400, `There is no scenario number ${index}: there are ${among.length}, from 0 on.`);
      return chosen;
    },
  };
}

const otherVersion = 'the row was exported from another version. Serve the bundle that was exported with it, or export again.';

function byName(among: readonly ServedScenario[], name: string, hash: string | undefined): ServedScenario {
  const named = among.filter((scenario) => scenario.name === name);
  const [only] = named;
  if (!only) {
    const names = among.map((scenario) => scenario.name);
    throw new ServingError(404, `There is no scenario "${shown(name)}" here.${suggestion(shown(name), names)}`);
  }
  if (hash === undefined) return only;
  const exact = named.find((scenario) => isHash(hash, scenario.hash));
  if (exact) return exact;
  throw new ServingError(
    409,
    `The scenario "${name}" is here with the hash ${only.hash.slice(0, 12)}, not ${shown(hash).slice(0, 12)}: ${otherVersion}`,
  );
}

/** The whole hash, or a beginning that is long enough to be meant. */
function isHash(given: string, hash: string): boolean {
  return given.length >= 8 && hash.startsWith(given);
}

/** What a client sent, short enough to be said back. */
function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function environmentsOf(rows: readonly ServedRow[]): ServedEnvironment[] {
  const groups = new Map<string, ServedRow[]>();
  for (const row of rows) groups.set(row.environment.id, [...(groups.get(row.environment.id) ?? []), row]);
  return [...groups.values()].flatMap((own) => {
    const environment = own[0]?.environment;
    if (!environment) return [];
    const { id, split, artifact } = environment;
    const scenarios = own.map(({ scenario, system }) => ({
      name: scenario.body.name,
      hash: scenario.hash,
      environment: id,
      body: scenario.body,
      system,
    }));
    const hasUsers = scenarios.some(({ body }) => needsUser(body.kind));
    return [{ id, hash: artifact.hash, split, body: artifact.body, scenarios, hasUsers }];
  });
}
