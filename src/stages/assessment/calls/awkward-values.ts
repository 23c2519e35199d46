import fc from 'fast-check';
import type { Json } from '../../../base/json.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';

/**
 * Far more than anybody has, and yet so little that sums and products of a few of them are exact: code that adds two numbers
 * near the end of the exact ones has no fault that anybody meets.
 */
const huge = 1e9;

/**
 * Values that careless code trips over: missing and prototype-named ids, bounds, empty, huge, other types, odd text. To succeed
 * or to refuse are both fine then; the state has to stay valid.
 */
export function awkward(type: ValueType): fc.Arbitrary<Json> {
  const wrongType: Json[] = [null, [], {}, true, 0, 'x'];
  switch (type.kind) {
    case 'reference':
      return fc.constantFrom<Json>('no-such-id', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ...wrongType);
    case 'string':
    case 'enum':
      return fc.constantFrom<Json>(
        '',
        ' ',
        '__proto__',
        'constructor',
        'ẞ🧪\u202e\u0000',
        'x'.repeat(5000),
        "'; drop table",
        'a $ sign and {braces}',
        ...wrongType,
      );
    case 'integer':
    case 'number':
      return fc.constantFrom<Json>(
        (type.minimum ?? 0) - 1,
        type.minimum ?? 0,
        type.maximum ?? huge,
        (type.maximum ?? huge) + 1,
        -1,
        0.5,
        -huge,
        ...wrongType,
      );
    case 'date':
      return fc.constantFrom<Json>('1999-02-30', '0001-01-01', '9999-12-31', 'tomorrow', '', ...wrongType);
    case 'datetime':
      return fc.constantFrom<Json>(
        '1999-02-30T00:00:00Z',
        '0001-01-01T00:00:00Z',
        '9999-12-31T23:59:59Z',
        'now',
        '',
        ...wrongType,
      );
    case 'list':
      return fc.oneof(fc.constantFrom<Json>([], [null], ...wrongType), fc.array(awkward(type.items), { maxLength: 3 }));
    default:
      return fc.constantFrom<Json>(...wrongType);
  }
}
