import { z } from 'zod';
import { authors } from '../written-by.ts';
import { valueType } from './value-type.ts';

const snakeCase = z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'must be snake_case');
const pascalCase = z.string().regex(/^[A-Z][A-Za-z0-9]*$/, 'must be PascalCase');
const ruleId = z.string().regex(/^R[1-9][0-9]*$/, 'must look like R1');

/**
 * How a value is compared when a scenario is scored: `hard` exactly, `semantic` (free text) by what the task dictates of it,
 * `exempt` (generated ids, bookkeeping timestamps) not at all.
 */
export const comparisonPolicy = z.enum(['hard', 'semantic', 'exempt']);
export type ComparisonPolicy = z.infer<typeof comparisonPolicy>;

export const attribute = z.strictObject({
  name: snakeCase,
  description: z.string().min(1),
  type: valueType,
  nullable: z.boolean().default(false),
  unique: z.boolean().default(false),
  policy: comparisonPolicy.default('hard'),
});
export type Attribute = z.infer<typeof attribute>;

/** A kind of record. The state holds its records under `collection`, as an object from key to record. */
export const entity = z.strictObject({
  name: pascalCase,
  collection: snakeCase,
  /** The attribute that holds the record's key, a string. */
  key: snakeCase,
  description: z.string().min(1),
  attributes: z.array(attribute).min(2),
});
export type Entity = z.infer<typeof entity>;

/** A number or word of the business (a limit, a fee, a deadline) that rules and bodies refer to as `POLICY.name`. */
export const policyConstant = z.strictObject({
  name: snakeCase,
  value: z.union([z.number(), z.string()]),
  description: z.string().min(1),
});
export type PolicyConstant = z.infer<typeof policyConstant>;

/** `invariant`: true in every reachable state. `guard`: a condition under which named operations must refuse. */
export const rule = z.strictObject({ id: ruleId, kind: z.enum(['invariant', 'guard']), text: z.string().min(1) });
export type Rule = z.infer<typeof rule>;

export const parameter = z.strictObject({
  name: snakeCase,
  description: z.string().min(1),
  type: valueType,
  required: z.boolean().default(true),
  /** What the body gets when an optional argument is left out; without it the argument is `undefined`. */
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
});
export type Parameter = z.infer<typeof parameter>;

/** What a successful call returns: nothing but a message, or data. */
export const returns = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('message') }),
  z.strictObject({ kind: z.literal('data'), type: valueType }),
]);

export const operation = z.strictObject({
  name: snakeCase,
  effect: z.enum(['read', 'write']),
  description: z.string().min(1),
  parameters: z.array(parameter),
  returns,
  /** The rules this operation enforces. */
  rules: z.array(ruleId),
});
export type Operation = z.infer<typeof operation>;

/** The state half of a skeleton: what a model is asked for first. */
export const stateModel = z.strictObject({
  entities: z.array(entity).min(2),
  policy: z.array(policyConstant),
  rules: z.array(rule).min(1),
});
export type StateModel = z.infer<typeof stateModel>;

/** The design of an environment, as data: the single source of truth for its class, tool schemas, generators and checks. */
export const skeleton = z.strictObject({
  /** The class name. */
  name: pascalCase,
  summary: z.string().min(1),
  introduction: z.string().min(1),
  ...stateModel.shape,
  operations: z.array(operation).min(2),
  /** Who worded the topic, modelled the state and planned the operations. */
  authors: authors.optional(),
});
export type Skeleton = z.infer<typeof skeleton>;
