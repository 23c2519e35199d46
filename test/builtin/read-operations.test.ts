import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { choice, entity, key, ref } from '../../src/builtin/kit/design.ts';
import { readOperations } from '../../src/builtin/kit/read-operations.ts';
import { environmentDeclarations } from '../../src/sandbox/compiler/declarations.ts';

const entities = {
  Shelf: entity('shelves', 'A shelf.', { shelf_id: key('Key.'), kind: choice(['low', 'high'], 'How high.') }),
  Box: entity('boxes', 'A box.', { box_id: key('Key.'), shelf_id: ref('Shelf', 'Where it stands.') }),
};

const source = `
export class Store extends Rules {
  /**
   * Boxes on a shelf,
   * the oldest first.
   * @effect read  @rules R1 R2
   * @param shelf_id  The shelf.
   * @param kind  Only shelves
   *   of this kind.
   * @param days  Days, "a@b" included.
   */
  list_boxes({ shelf_id, kind, days = 1 }: { shelf_id: Ref<Shelf>; kind: Shelf['kind'] | undefined; days?: Integer<1, 30> }): Result<Box[]> {
    const found = this.boxes(shelf_id);
    if (kind) return fail('none'); // R1
    return ok(found);
  }

  /** Says hello. @effect write */
  hello(): Result<{ box_id: Ref<Box> | null; moods: ('good' | 'bad')[] }> {
    return done('hello');
  }

  /** All boxes. */
  protected boxes(shelf_id: string): Box[] {
    return [];
  }
}
export const invariants: Invariants<State> = {
  R1: (state) =>
    Object.keys(state).length > 0,
};`;

it('operations, helpers and invariants are read off their module', () => {
  const { operations, helpers, invariants } = readOperations([source], entities);
  expect(operations).toEqual([
    {
      name: 'list_boxes',
      effect: 'read',
      description: 'Boxes on a shelf, the oldest first.',
      rules: ['R1', 'R2'],
      parameters: [
        { name: 'shelf_id', description: 'The shelf.', type: { kind: 'reference', entity: 'Shelf' }, required: true },
        {
          name: 'kind',
          description: 'Only shelves of this kind.',
          type: { kind: 'enum', values: ['low', 'high'] },
          required: false,
        },
        {
          name: 'days',
          description: 'Days, "a@b" included.',
          type: { kind: 'integer', minimum: 1, maximum: 30 },
          required: false,
          default: 1,
        },
      ],
      returns: { kind: 'data', type: { kind: 'list', items: { kind: 'entity', entity: 'Box' } } },
      body: "const found = this.boxes(shelf_id);\nif (kind) return fail('none'); // R1\nreturn ok(found);",
    },
    {
      name: 'hello',
      effect: 'write',
      description: 'Says hello.',
      rules: [],
      parameters: [],
      returns: {
        kind: 'data',
        type: {
          kind: 'object',
          fields: [
            { name: 'box_id', description: '', type: { kind: 'reference', entity: 'Box' }, nullable: true },
            { name: 'moods', description: '', type: { kind: 'list', items: { kind: 'enum', values: ['good', 'bad'] } } },
          ],
        },
      },
      body: "return done('hello');",
    },
  ]);
  expect(helpers).toEqual(['/** All boxes. */\nprivate boxes(shelf_id: string): Box[] {\n  return [];\n}']);
  expect(invariants).toEqual([{ rule: 'R1', predicate: '(state) =>\n  Object.keys(state).length > 0' }]);
});

it.each([
  ['an operation without an effect', source.replace('@effect write', ''), /hello cannot be read: its comment needs "@effect/],
  [
    'an argument without a description',
    source.replace('@param shelf_id', '@param other'),
    /list_boxes .* shelf_id needs a type and a @param/,
  ],
  ['a type that nobody knows', source.replace('Ref<Shelf>', 'Shelves'), /"Shelves" is neither an entity nor a type/],
  ['an attribute that nobody has', source.replace("Shelf['kind']", "Shelf['colour']"), /names no attribute/],
])('%s is named', (_, wrong, message) => {
  expect(() => readOperations([wrong], entities)).toThrow(message);
});

it('what operations are written against is what the sandbox declares', () => {
  const file = readFileSync(fileURLToPath(new URL('../../src/builtin/kit/environment.ts', import.meta.url)), 'utf8');
  const flat = (text: string): string =>
    text
      .replace(/\bexport |\bdeclare /g, '')
      .replace(/\s+/g, ' ')
      .trim();
  const own = flat(file);
  for (const part of environmentDeclarations.split(/\n(?=\/\*\*)/)) expect(own).toContain(flat(part));
});
