import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, skeletonOf } from '../../../src/builtin/blueprint.ts';
import { blueprints } from '../../../src/builtin/blueprints.ts';
import { skeleton } from '../../../src/domain/environment/skeleton.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { renderModule } from '../../../src/stages/skeletons/render.ts';
import { toolLibraryCode } from '../../support/sample-environment.ts';
import { toolLibrary } from '../../support/sample-skeleton.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

const long =
  'A remark that says at length what nobody would want to read on one single line of a program, and then goes on a little.';
const statuses = Array.from({ length: 12 }, (_, index) => `a_rather_long_status_${index}`);

/** The tool library with texts, unions, arguments and results that do not fit on a line. */
const wordy = skeleton.parse({
  ...toolLibrary,
  introduction: `${long} It ends */ here.`,
  entities: toolLibrary.entities.map((entity) =>
    entity.name === 'Tool'
      ? {
          ...entity,
          description: long,
          attributes: entity.attributes.map((attribute) =>
            attribute.name === 'status'
              ? { ...attribute, type: { kind: 'enum', values: ['shelf', 'lent', 'repair', ...statuses] }, nullable: true }
              : { ...attribute, description: long },
          ),
        }
      : entity,
  ),
  rules: toolLibrary.rules.map((rule) => ({ ...rule, text: `${rule.text} ${long}` })),
  operations: toolLibrary.operations.map((operation) =>
    operation.name === 'return_tool'
      ? {
          ...operation,
          description: long,
          parameters: [
            ...operation.parameters.map((parameter) => ({ ...parameter, description: long })),
            ...statuses
              .slice(0, 3)
              .map((name) => ({ name, type: { kind: 'string' }, description: long, required: false, default: 'x' })),
          ],
          returns: {
            kind: 'data',
            type: { kind: 'object', fields: statuses.map((name) => ({ name, description: '', type: { kind: 'string' } })) },
          },
        }
      : operation,
  ),
});

describe('a rendered module', () => {
  it('breaks comments, unions, arguments and results that are too long, and still says the same', async () => {
    const shell = renderModule(wordy);
    expect(shell.split('\n').filter((line) => line.length > 110)).toEqual([]);
    expect(shell).toContain("\n    | 'a_rather_long_status_11'\n    | null;");
    expect(shell).toContain("    a_rather_long_status_0 = 'x',\n");
    expect(shell).toContain('  }): Result<{\n    a_rather_long_status_0: string;\n');
    expect(shell.replace(/\s*\n\s*\*/g, ' ').replace(/ +/g, ' ')).toContain(`@param tool_id ${long}`);
    const predicates = toolLibraryCode.invariants.map(({ rule }) => ({
      rule,
      predicate: '(state) => Object.keys(state.tools).length >= 0',
    }));
    const methods = wordy.operations.map(({ name }) => ({ operation: name, body: "return fail('no');" }));
    const source = renderModule(wordy, { methods, helpers: [], invariants: predicates });
    expect((await sandbox.diagnose(source)).filter(({ message }) => !message.includes('never read'))).toEqual([]);
  });

  it('leaves short things on one line', () => {
    const shell = renderModule(toolLibrary);
    expect(shell).toContain('/** Members of a neighbourhood association borrow tools for some days and bring them back. */');
    expect(shell).toContain("  status: 'shelf' | 'lent' | 'repair';");
    expect(shell).toContain('  return_tool({ tool_id }: { tool_id: string }): Result {');
  });

  it.each(blueprints().map((blueprint) => [blueprint.slug, blueprint] as const))(
    'of %s has no long line of ours and compiles',
    async (_, blueprint) => {
      const policy = Object.fromEntries(blueprint.policy.map((constant) => [constant.name, constant.values[0] ?? 0]));
      const design = skeletonOf(blueprint, policy);
      expect(
        renderModule(design)
          .split('\n')
          .filter((line) => line.length > 110),
      ).toEqual([]);
      expect(await sandbox.diagnose(renderModule(design, codeOf(blueprint)))).toEqual([]);
    },
  );
});
