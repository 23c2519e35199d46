import type { z } from 'zod';
import type { Json } from '../../../base/json.ts';
import type { Entity } from '../../environment/skeleton.ts';
import type { State } from '../../state.ts';
import type { EpisodePart } from '../episode.ts';
import type { DemandedValue, Setting } from '../kind.ts';

/** Where a condition stands in a check: the TypeScript for its attribute, and how many records it stands within. */
export interface Place {
  readonly value: string;
  readonly depth: number;
}

/** The states that a condition is about. */
export interface Ends {
  readonly initial: State;
  readonly final: State;
}

/** A kind of condition on one attribute of a record: all that checks have to know of it. */
export interface ConditionKind<Shape> {
  readonly schema: z.ZodType<Shape>;
  /** The states that its source looks at. */
  looksAt(condition: Shape): readonly EpisodePart[];
  /** TypeScript that is true where the condition holds. */
  source(condition: Shape, place: Place): string;
  /** The same on values: whether it holds of the value of its attribute. */
  holds(condition: Shape, value: Json, ends: Ends): boolean;
  /** What the value has to be, in words, and whether it is worth saying of a new record. */
  words(condition: Shape, setting: Setting, entity: Entity): { readonly text: string; readonly isWorthSaying: boolean };
  /** The values of a record of `collection` that an agent must come to know to fulfil it. */
  demands(condition: Shape, collection: string): readonly DemandedValue[];
  /** What it demands without particular people, things, numbers and dates. */
  shape(condition: Shape): Json;
}
