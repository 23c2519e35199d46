import { describe, expect, it } from 'vitest';
import { skeletonOf } from '../../../src/builtin/blueprint.ts';
import { blueprintOf } from '../../../src/builtin/blueprints.ts';
import { domains } from '../../../src/builtin/domains.ts';
import type { Skeleton } from '../../../src/domain/environment/skeleton.ts';
import { operationCountProblems, operationProblems, stateModelProblems } from '../../../src/stages/skeletons/cross-check.ts';
import { toolLibrary } from '../../support/sample-skeleton.ts';

function broken(change: (draft: Skeleton) => void): Skeleton {
  const draft = structuredClone(toolLibrary);
  change(draft);
  return draft;
}

const [member, tool, loan] = [0, 1, 2] as const;
const stateFaults: [string, Skeleton, RegExp][] = [
  [
    'two entities of one name',
    broken((s) => {
      s.entities[member]!.name = 'Tool';
    }),
    /two of the entity "Tool"/,
  ],
  [
    'two collections of one name',
    broken((s) => {
      s.entities[member]!.collection = 'tools';
    }),
    /two of the collection "tools"/,
  ],
  [
    'a key that is no attribute',
    broken((s) => {
      s.entities[member]!.key = 'membr_id';
    }),
    /"membr_id" is not among its attributes. Did you mean "member_id"\?/,
  ],
  [
    'a key that may be null',
    broken((s) => {
      s.entities[member]!.attributes[0]!.nullable = true;
    }),
    /must be a string that is never null/,
  ],
  [
    'a reference to nothing',
    broken((s) => {
      s.entities[loan]!.attributes[1]!.type = { kind: 'reference', entity: 'Tol' };
    }),
    /refers to "Tol".*Did you mean "Tool"/,
  ],
  [
    'a whole entity in a record',
    broken((s) => {
      s.entities[loan]!.attributes[1]!.type = { kind: 'entity', entity: 'Tool' };
    }),
    /cannot hold a whole entity/,
  ],
  [
    'bounds the wrong way round',
    broken((s) => {
      s.entities[tool]!.attributes[1]!.type = { kind: 'integer', minimum: 5, maximum: 1 };
    }),
    /minimum 5 is above its maximum 1/,
  ],
  [
    'a pattern that does not compile',
    broken((s) => {
      s.entities[tool]!.attributes[1]!.type = { kind: 'string', pattern: '(' };
    }),
    /not a regular expression/,
  ],
  [
    'a reserved entity name',
    broken((s) => {
      s.entities[tool]!.name = 'State';
    }),
    /reserved/,
  ],
];

const [findMembers, listTools, , lendTool, returnTool] = [0, 1, 2, 3, 4] as const;
const operationFaults: [string, Skeleton, RegExp][] = [
  [
    'two operations of one name',
    broken((s) => {
      s.operations[listTools]!.name = 'find_members';
    }),
    /two of the operation "find_members"/,
  ],
  ['an unknown rule', broken((s) => s.operations[returnTool]!.rules.push('R9')), /enforces R9, which is not a rule/],
  [
    'a guard that nobody enforces',
    broken((s) => {
      s.operations[lendTool]!.rules = ['R1', 'R2'];
    }),
    /R3 is a guard that no operation enforces/,
  ],
  ['an entity no read shows', broken((s) => void s.operations.splice(2, 1)), /No read returns anything of Loan/],
  [
    'a read without data',
    broken((s) => {
      s.operations[findMembers]!.returns = { kind: 'message' };
    }),
    /a read must return data/,
  ],
  [
    'a default of the wrong type',
    broken((s) => {
      s.operations[lendTool]!.parameters[2]!.default = 99;
    }),
    /default 99 is not a value of its type/,
  ],
  [
    'a default on a required parameter',
    broken((s) => {
      s.operations[lendTool]!.parameters[2]!.required = true;
    }),
    /required parameter has no default/,
  ],
  [
    'a reserved name',
    broken((s) => {
      s.operations[returnTool]!.name = 'reset';
    }),
    /the name is reserved/,
  ],
  [
    'an attribute no read shows',
    broken((s) => {
      s.operations[2]!.returns = {
        kind: 'data',
        type: { kind: 'list', items: { kind: 'reference', entity: 'Loan' } },
      };
    }),
    /No read shows "tool_id", "member_id", "due", "returned", "note", "recorded" of Loan/,
  ],
  [
    'two operations that do the same under two names',
    broken((s) => void s.operations.push({ ...s.operations[findMembers]!, name: 'search_members', description: 'By name.' })),
    /Operations find_members and search_members take and return the same/,
  ],
  [
    'two operations that are described in the same words',
    broken((s) => void s.operations.push({ ...s.operations[returnTool]!, name: 'bring_home' })),
    /Operations return_tool and bring_home take and return the same/,
  ],
  [
    'an entity as a parameter',
    broken((s) => {
      s.operations[returnTool]!.parameters[0]!.type = { kind: 'entity', entity: 'Tool' };
    }),
    /cannot be a whole entity/,
  ],
];

describe('cross-checks of a skeleton', () => {
  it('find nothing wrong with a sound one', () => {
    expect(stateModelProblems(toolLibrary)).toEqual([]);
    expect(operationProblems(toolLibrary)).toEqual([]);
  });

  it('find nothing wrong with any domain of the embedded author', () => {
    for (const { slug } of domains) {
      const blueprint = blueprintOf(slug);
      const policy = Object.fromEntries(blueprint.policy.map((constant) => [constant.name, constant.values[0] ?? 0]));
      const design = skeletonOf(blueprint, policy);
      expect([slug, stateModelProblems(design), operationProblems(design)]).toEqual([slug, [], []]);
    }
  });

  it('ask for more operations, or for fewer', () => {
    const wanted = { least: 5, most: 6 };
    const [first] = toolLibrary.operations;
    expect(operationCountProblems(toolLibrary.operations, wanted)).toEqual([]);
    expect(operationCountProblems(toolLibrary.operations.slice(1), wanted).join()).toMatch(
      /There are 4 operations; 5 to 6 .* Add/,
    );
    expect(operationCountProblems([...toolLibrary.operations, first!, first!], wanted).join()).toMatch(
      /There are 7 .* Leave out/,
    );
  });

  it.each(stateFaults)('name %s', (_, skeleton, message) => {
    expect(stateModelProblems(skeleton).join('\n')).toMatch(message);
  });

  it.each(operationFaults)('name %s', (_, skeleton, message) => {
    expect(operationProblems(skeleton).join('\n')).toMatch(message);
  });
});
