import { z } from 'zod';

/** A named value inside an object type. */
export interface Field {
  name: string;
  description: string;
  type: ValueType;
  nullable?: boolean | undefined;
}

/**
 * The type language of skeletons: attributes, parameters and results. TypeScript types, JSON Schemas, call generators and
 * integrity checks are all derived from it.
 */
export type ValueType =
  | { kind: 'string'; pattern?: string | undefined; minLength?: number | undefined; maxLength?: number | undefined }
  | { kind: 'integer'; minimum?: number | undefined; maximum?: number | undefined }
  | { kind: 'number'; minimum?: number | undefined; maximum?: number | undefined }
  | { kind: 'boolean' }
  /** "2026-03-09" */
  | { kind: 'date' }
  /** "2026-03-09T14:30:00Z", always UTC */
  | { kind: 'datetime' }
  | { kind: 'enum'; values: string[] }
  /** The key of an entity, a string. */
  | { kind: 'reference'; entity: string }
  | { kind: 'list'; items: ValueType }
  | { kind: 'object'; fields: Field[] }
  /** A whole entity; in results only. */
  | { kind: 'entity'; entity: string };

const snakeCase = z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'must be snake_case');

export const valueType: z.ZodType<ValueType> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('string'),
      pattern: z.string().optional(),
      minLength: z.int().min(0).optional(),
      maxLength: z.int().min(0).optional(),
    }),
    z.strictObject({ kind: z.literal('integer'), minimum: z.int().optional(), maximum: z.int().optional() }),
    z.strictObject({ kind: z.literal('number'), minimum: z.number().optional(), maximum: z.number().optional() }),
    z.strictObject({ kind: z.literal('boolean') }),
    z.strictObject({ kind: z.literal('date') }),
    z.strictObject({ kind: z.literal('datetime') }),
    z.strictObject({ kind: z.literal('enum'), values: z.array(z.string().min(1)).min(1) }),
    z.strictObject({ kind: z.literal('reference'), entity: z.string() }),
    z.strictObject({ kind: z.literal('list'), items: valueType }),
    z.strictObject({ kind: z.literal('object'), fields: z.array(field).min(1) }),
    z.strictObject({ kind: z.literal('entity'), entity: z.string() }),
  ]),
);

export const field: z.ZodType<Field> = z.lazy(() =>
  z.strictObject({ name: snakeCase, description: z.string(), type: valueType, nullable: z.boolean().optional() }),
);
