import { z } from 'zod';

/** The sides of a dataset. An environment is on one side only, in every format. */
export const splitName = z.enum(['train', 'held_out']);
export type SplitName = z.infer<typeof splitName>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal digits');

/** Scenarios by the share of one agent's attempts that passed; both ends belong to it. */
const band = z.strictObject({ low: z.number().min(0).max(1), high: z.number().min(0).max(1), agent: z.string() });
export type Band = z.infer<typeof band>;

/** Which records were asked for, complete: no option is left to a default. */
const selectionOptions = z.strictObject({
  /** Also scenarios whose reward certificate is incomplete. */
  includeUncertified: z.boolean(),
  /** `strict`: only trajectories that passed every check. A number: the lowest dense reward. */
  reward: z.union([z.literal('strict'), z.number().min(0).max(1)]),
  /** Share of the environments that is held out; 0 when nothing is. */
  heldOut: z.number().min(0).max(0.9),
  /** At most so many trajectories of a scenario; all where left out. */
  perScenario: z.int().min(1).optional(),
  /** Only scenarios of measured difficulty; all where left out. */
  band: band.optional(),
});
export type SelectionOptions = z.infer<typeof selectionOptions>;

/** A file of a dataset, by its path inside the dataset's folder ("/" between the parts). */
export const datasetFile = z.strictObject({
  path: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/, 'must be a relative path'),
  sha256,
  bytes: z.int().min(0),
  /** How many records it holds, for files that hold records. */
  rows: z.int().min(0).optional(),
  split: splitName.optional(),
});
export type DatasetFile = z.infer<typeof datasetFile>;

/** How many records have one origin: who wrote environment and scenario, and who played, if anybody did. */
const provenanceShare = z.strictObject({
  /** `procedural`, `scripted`, or `openai/<model>`. */
  environmentWrittenBy: z.string(),
  scenarioWrittenBy: z.string(),
  /** `reference`, `random`, `noop`, or `openai/<model>`; absent where the records are scenarios. */
  agent: z.string().optional(),
  rows: z.int().min(1),
  /** Of all records, 0..1, rounded to four digits. */
  share: z.number().min(0).max(1),
});
export type ProvenanceShare = z.infer<typeof provenanceShare>;

/** Which tasks share so many words in a row with files of others, such as benchmarks. */
const contamination = z.strictObject({
  words: z.int().min(1),
  files: z.array(
    z.strictObject({
      name: z.string(),
      /** Different runs of so many words in the file. */
      runs: z.int().min(1),
      /** Names of the scenarios whose tasks share one. */
      overlapping: z.array(z.string()),
    }),
  ),
});
export type Contamination = z.infer<typeof contamination>;

/**
 * What a dataset consists of and where it came from; `manifest.json` in its folder. It holds no time and no machine, so that
 * the same records give the same bytes.
 */
export const datasetManifest = z.strictObject({
  manifestVersion: z.literal(1),
  format: z.string(),
  /** Raised when the files of the format change their shape. */
  formatVersion: z.int().min(1),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  /** The seed of the run that made the records. */
  seed: z.string(),
  /** Under which licence whoever publishes it puts it, as the Hub names licences; absent where nobody has said. */
  license: z.string().optional(),
  selection: selectionOptions,
  records: z.enum(['scenarios', 'trajectories', 'pairs']),
  rows: z.int().min(1),
  splits: z.array(
    z.strictObject({ split: splitName, environments: z.int().min(1), scenarios: z.int().min(1), rows: z.int().min(1) }),
  ),
  /** The environments that have records here. `id` is how records name them. */
  environments: z.array(
    z.strictObject({
      id: z.string(),
      slug: z.string(),
      hash: sha256,
      split: splitName,
      writtenBy: z.string(),
      rows: z.int().min(1),
    }),
  ),
  provenance: z.array(provenanceShare),
  /** Where it was compared with files of others. */
  contamination: contamination.optional(),
  /** What was left out, by reason. */
  skipped: z.record(z.string(), z.int().min(1)),
  /** Every file of the folder but the manifest itself, in order of path. */
  files: z.array(datasetFile),
});
export type DatasetManifest = z.infer<typeof datasetManifest>;
