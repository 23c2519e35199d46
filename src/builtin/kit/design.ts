import type { ComparisonPolicy, Rule } from '../../domain/environment/skeleton.ts';
import type { ValueType } from '../../domain/environment/value-type.ts';

/** The words in which a domain declares its records: each declaration is data, and its TypeScript type is inferred from it. */

/** An attribute that holds a `Value`, which is there for the type alone. */
export interface Attribute<Value> {
  readonly type: ValueType;
  readonly description: string;
  readonly nullable?: boolean;
  readonly unique?: boolean;
  readonly policy?: ComparisonPolicy;
  readonly isKey?: boolean;
  readonly value?: Value;
}

interface Options {
  readonly unique?: boolean;
  /** How it is compared when a task is scored; `hard` where left out. */
  readonly policy?: ComparisonPolicy;
}

interface Bounds extends Options {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The attribute under which a record is filed; not compared, unless an option says otherwise. */
export function key(description: string, options: Options & { readonly pattern?: string } = {}): Attribute<string> {
  return { policy: 'exempt', ...text(description, options), isKey: true };
}

export function text(
  description: string,
  { pattern, ...options }: Options & { readonly pattern?: string } = {},
): Attribute<string> {
  return { type: { kind: 'string', ...(pattern === undefined ? {} : { pattern }) }, description, ...options };
}

export function choice<const Values extends readonly string[]>(
  values: Values,
  description: string,
  options: Options = {},
): Attribute<Values[number]> {
  return { type: { kind: 'enum', values: [...values] }, description, ...options };
}

/** A whole number. */
export function whole(description: string, { minimum, maximum, ...options }: Bounds = {}): Attribute<number> {
  return { type: { kind: 'integer', ...bounds(minimum, maximum) }, description, ...options };
}

/** A number that need not be whole. */
export function decimal(description: string, { minimum, maximum, ...options }: Bounds = {}): Attribute<number> {
  return { type: { kind: 'number', ...bounds(minimum, maximum) }, description, ...options };
}

export function flag(description: string, options: Options = {}): Attribute<boolean> {
  return { type: { kind: 'boolean' }, description, ...options };
}

/** "2026-03-09" */
export function day(description: string, options: Options = {}): Attribute<string> {
  return { type: { kind: 'date' }, description, ...options };
}

/** "2026-03-09T14:30:00Z" */
export function moment(description: string, options: Options = {}): Attribute<string> {
  return { type: { kind: 'datetime' }, description, ...options };
}

/** The key of a record of another entity. */
export function ref(entity: string, description: string, options: Options = {}): Attribute<string> {
  return { type: { kind: 'reference', entity }, description, ...options };
}

/** A list of what another attribute holds one of. */
export function listOf<Value>(attribute: Attribute<Value>): Attribute<Value[]> {
  const { value: _, ...rest } = attribute;
  return { ...rest, type: { kind: 'list', items: attribute.type } };
}

export function orNull<Value>(attribute: Attribute<Value>): Attribute<Value | null> {
  return { ...attribute, nullable: true };
}

function bounds(minimum: number | undefined, maximum: number | undefined): { minimum?: number; maximum?: number } {
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
}

export interface Entity<Collection extends string, Attributes> {
  readonly collection: Collection;
  readonly description: string;
  readonly attributes: Attributes;
}

/** A kind of record, kept in a collection of the state; one of its attributes is its `key`. */
export function entity<const Collection extends string, const Attributes extends Readonly<Record<string, Attribute<unknown>>>>(
  collection: Collection,
  description: string,
  attributes: Attributes,
): Entity<Collection, Attributes> {
  return { collection, description, attributes };
}

export type Entities = Readonly<Record<string, Entity<string, Readonly<Record<string, Attribute<unknown>>>>>>;

type Held<Declared> = Declared extends Attribute<infer Value> ? Value : never;

/** The record that an entity declares. */
export type RecordOf<Declared> =
  Declared extends Entity<string, infer Attributes> ? { -readonly [Name in keyof Attributes]: Held<Attributes[Name]> } : never;

/** The state that entities declare: for each collection the records by key. */
export type StateOf<Declared extends Entities> = {
  [Name in keyof Declared as Declared[Name]['collection']]: Record<string, RecordOf<Declared[Name]>>;
};

export interface Constant<Value extends number | string> {
  /** One is chosen for each environment. */
  readonly values: readonly Value[];
  readonly description: string;
}

/** A number or word of the business, of which each environment has one of several values. */
export function constant<Value extends number | string>(values: readonly Value[], description: string): Constant<Value> {
  return { values, description };
}

export type Constants = Readonly<Record<string, Constant<number> | Constant<string>>>;

/** The constants that were chosen for one environment. */
export type PolicyOf<Declared extends Constants> = {
  readonly [Name in keyof Declared]: Declared[Name] extends Constant<number> ? number : string;
};

/** A condition under which operations must refuse. `{name}` stands for the policy constant of that name. */
export function guard(text: string): Omit<Rule, 'id'> {
  return { kind: 'guard', text };
}

/** A condition that is true in every reachable state. */
export function invariant(text: string): Omit<Rule, 'id'> {
  return { kind: 'invariant', text };
}

/** What a domain is about and what its records are. */
export interface Design {
  readonly slug: string;
  /** The name of the environment's class. */
  readonly name: string;
  /** "Tool library": the title under which topics of this kind go; the slug in words. */
  readonly title: string;
  readonly domain: string;
  readonly summary: string;
  /** Goes into topics, for which no policy is chosen yet: it names no policy constant. */
  readonly introduction: string;
  readonly usefulness: number;
  readonly modelability: number;
  /** Words and phrases of user requests that point to this domain, separated by commas. */
  readonly terms: string;
  readonly policy: Constants;
  readonly entities: Entities;
  /** By their ids, in the order in which they are shown. */
  readonly rules: Readonly<Record<string, Omit<Rule, 'id'>>>;
}
