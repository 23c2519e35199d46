import { assessment, type GateName, gateName } from '../../../src/domain/environment/assessment.ts';
import { type Environment, environment } from '../../../src/domain/environment/environment.ts';
import { type Skeleton, skeleton } from '../../../src/domain/environment/skeleton.ts';
import type { Artifact, Kind } from '../../../src/domain/kinds.ts';
import { renderModule } from '../../../src/stages/skeletons/render.ts';
import { toolsOf } from '../../../src/stages/skeletons/tools.ts';
import { sealBody } from '../../../src/store/body.ts';

/** An artifact as the store names it. */
export function artifactOf<K extends Kind>(kind: K, subject: string, body: Artifact<K>['body']): Artifact<K> {
  return { kind, subject, body, hash: sealBody(kind, subject, body).hash };
}

const member = {
  name: 'Member',
  collection: 'members',
  key: 'member_id',
  description: 'Somebody with a card.',
  attributes: [
    { name: 'member_id', description: 'Number of the card.', type: { kind: 'string' } },
    { name: 'name', description: 'Full name.', type: { kind: 'string' } },
  ],
};
const getMember = {
  name: 'get_member',
  effect: 'read',
  description: 'Look up a member by card number.',
  parameters: [{ name: 'member_id', description: 'Number of the card.', type: { kind: 'reference', entity: 'Member' } }],
  returns: { kind: 'data', type: { kind: 'entity', entity: 'Member' } },
  rules: [],
};
const getMemberBody = {
  operation: 'get_member',
  body: 'const member = this.state.members[member_id];\nif (!member) return fail("There is no such member.");\nreturn ok(member);',
};

const bookDesk = skeleton.parse({
  name: 'BookDesk',
  summary: 'Lending desk of a small library',
  introduction: 'The lending desk of a small library. Members borrow books for some days — "two weeks" is usual.',
  entities: [
    member,
    {
      name: 'Book',
      collection: 'books',
      key: 'book_id',
      description: 'A book of the library.',
      attributes: [
        { name: 'book_id', description: 'Number on the spine.', type: { kind: 'string' } },
        { name: 'title', description: 'Title.', type: { kind: 'string' } },
        { name: 'lent_to', description: 'Who has it.', type: { kind: 'reference', entity: 'Member' }, nullable: true },
      ],
    },
  ],
  policy: [{ name: 'max_days', value: 28, description: 'Longest loan.' }],
  rules: [{ id: 'R1', kind: 'guard', text: 'A book that is lent cannot be lent again.' }],
  operations: [
    getMember,
    {
      name: 'find_books',
      effect: 'read',
      description: 'Find books by words of the title.',
      parameters: [{ name: 'words', description: 'Words of the title.', type: { kind: 'string', minLength: 2 } }],
      returns: { kind: 'data', type: { kind: 'list', items: { kind: 'entity', entity: 'Book' } } },
      rules: [],
    },
    {
      name: 'lend_book',
      effect: 'write',
      description: 'Lend a book to a member.',
      parameters: [
        { name: 'member_id', description: 'Who borrows.', type: { kind: 'reference', entity: 'Member' } },
        { name: 'book_id', description: 'Which book.', type: { kind: 'reference', entity: 'Book' } },
        {
          name: 'days',
          description: 'For how long.',
          type: { kind: 'integer', minimum: 1, maximum: 28 },
          required: false,
          default: 14,
        },
        {
          name: 'notes',
          description: 'Remarks.',
          type: {
            kind: 'list',
            items: {
              kind: 'object',
              fields: [
                { name: 'by', description: 'Who remarks.', type: { kind: 'string' } },
                { name: 'on', description: 'When.', type: { kind: 'date' }, nullable: true },
              ],
            },
          },
          required: false,
        },
      ],
      returns: { kind: 'message' },
      rules: ['R1'],
    },
  ],
});

const parcelLockers = skeleton.parse({
  name: 'ParcelLockers',
  summary: 'Parcel lockers of a block of flats',
  introduction: 'Parcel lockers in the hall of a block of flats.',
  entities: [
    member,
    {
      name: 'Parcel',
      collection: 'parcels',
      key: 'parcel_id',
      description: 'A parcel in a locker.',
      attributes: [
        { name: 'parcel_id', description: 'Label.', type: { kind: 'string' } },
        { name: 'status', description: 'Where it is.', type: { kind: 'enum', values: ['waiting', 'collected'] } },
      ],
    },
  ],
  policy: [],
  rules: [{ id: 'R1', kind: 'guard', text: 'A collected parcel stays collected.' }],
  operations: [
    getMember,
    {
      name: 'set_parcel_status',
      effect: 'write',
      description: 'Note what became of a parcel.',
      parameters: [
        { name: 'parcel_id', description: 'Label of the parcel.', type: { kind: 'reference', entity: 'Parcel' } },
        { name: 'status', description: 'What became of it.', type: { kind: 'enum', values: ['waiting', 'collected'] } },
      ],
      returns: { kind: 'message' },
      rules: ['R1'],
    },
    {
      name: 'list_parcels',
      effect: 'read',
      description: 'All parcels.',
      parameters: [],
      returns: { kind: 'data', type: { kind: 'list', items: { kind: 'entity', entity: 'Parcel' } } },
      rules: [],
    },
  ],
});

function environmentOf(
  slug: string,
  design: Skeleton,
  rest: { code: Environment['code']; writtenBy: Environment['writtenBy'] },
): Artifact<'environment'> {
  const body = environment.parse({
    slug,
    skeleton: design,
    source: renderModule(design, rest.code),
    tools: toolsOf(design),
    ...rest,
  });
  return artifactOf('environment', slug, body);
}

export const bookDeskEnvironment = environmentOf('book-desk', bookDesk, {
  writtenBy: { provider: 'procedural', version: 1 },
  code: {
    methods: [
      getMemberBody,
      {
        operation: 'find_books',
        body: 'return ok(Object.values(this.state.books).filter((book) => book.title.includes(words)));',
      },
      {
        operation: 'lend_book',
        body: "const book = this.state.books[book_id];\nif (!book) return fail('There is no such book.');\nif (book.lent_to !== null) return fail('The book is lent.');\nbook.lent_to = member_id;\nreturn done('Lent for ' + days + ' days.');",
      },
    ],
    helpers: [],
    invariants: [],
  },
});

export const parcelLockersEnvironment = environmentOf('parcel-lockers', parcelLockers, {
  writtenBy: { provider: 'openai', model: 'writer-large' },
  code: {
    methods: [
      getMemberBody,
      {
        operation: 'set_parcel_status',
        body: "const parcel = this.state.parcels[parcel_id];\nif (!parcel) return fail('There is no such parcel.');\nparcel.status = status;\nreturn done('Noted.');",
      },
      { operation: 'list_parcels', body: 'return ok(Object.values(this.state.parcels));' },
    ],
    helpers: [],
    invariants: [],
  },
});

/** A copy of an environment under another slug; with `rename`, its tools get other names, so that it is no twin. */
export function variantOf(
  original: Artifact<'environment'>,
  slug: string,
  rename?: (tool: string) => string,
): Artifact<'environment'> {
  const named = rename ?? ((tool: string) => tool);
  const { body } = original;
  const skeletonOf = {
    ...body.skeleton,
    operations: body.skeleton.operations.map((operation) => ({ ...operation, name: named(operation.name) })),
  };
  return artifactOf('environment', slug, {
    ...body,
    slug,
    skeleton: skeletonOf,
    tools: body.tools.map((tool) => ({ ...tool, name: named(tool.name) })),
  });
}

export function assessmentOf(of: Artifact<'environment'>, verdict: 'accepted' | 'rejected'): Artifact<'assessment'> {
  const gates = gateName.options.map((gate: GateName) => ({ gate, passed: verdict === 'accepted', note: 'as seen' }));
  const branches = { total: 0, reached: 0, missed: [] };
  const body = assessment.parse({
    environment: of.hash,
    verdict,
    gates,
    findings: [],
    coverage: [],
    rules: [],
    branches,
    states: [],
    calls: 40,
  });
  return artifactOf('assessment', of.body.slug, body);
}
