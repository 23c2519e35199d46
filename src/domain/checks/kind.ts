import type { z } from 'zod';
import type { Json } from '../../base/json.ts';
import type { Skeleton } from '../environment/skeleton.ts';
import type { State } from '../state.ts';
import type { EpisodePart } from './episode.ts';

/** The environment and the initial state in whose words a check is put. */
export interface Setting {
  readonly skeleton: Skeleton;
  readonly initial: State;
}

/** A value that a check compares an attribute with. */
export interface DemandedValue {
  readonly collection: string;
  readonly attribute: string;
  readonly value: Json;
}

/** A kind of check: all that the project has to know of it. Its `Shape` is what it demands, as data. */
export interface CheckKind<Shape> {
  readonly schema: z.ZodType<Shape>;
  /** The parts of an episode that it looks at. It is told these and no others. */
  looksAt(predicate: Shape): readonly EpisodePart[];
  /** The values that an agent must come to know to fulfil it: whatever is demanded must be told somewhere. */
  demands(predicate: Shape): readonly DemandedValue[];
  /** What it demands with the particular people, things, numbers and dates taken out: equal for checks that pose one problem. */
  shape(predicate: Shape, source: string): Json;
}

/** A kind whose words and code follow from its data. */
export interface RenderedKind<Shape> extends CheckKind<Shape> {
  /** An item of a checklist: "Has ...?" */
  question(predicate: Shape, setting: Setting): string;
  /** The TypeScript behind the arrow of the check, from the white space on; it may use the parts looked at and the helpers. */
  body(predicate: Shape): string;
}
