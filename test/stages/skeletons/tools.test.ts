import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { toolsOf } from '../../../src/stages/skeletons/tools.ts';
import { toolLibrary } from '../../support/sample-skeleton.ts';

describe('tool schemas', () => {
  const tools = toolsOf(toolLibrary);

  it('are valid JSON Schemas that refuse unknown arguments', () => {
    const ajv = new Ajv({ strict: true, formats: { date: true, 'date-time': true } });
    for (const tool of tools) {
      const validate = ajv.compile(tool.parameters);
      expect(validate({ surprise: 1 })).toBe(false);
    }
  });

  it('carry descriptions, bounds, choices and defaults', () => {
    expect(tools.find((tool) => tool.name === 'lend_tool')).toEqual({
      name: 'lend_tool',
      description: 'Lend a tool to a member.',
      effect: 'write',
      parameters: {
        type: 'object',
        properties: {
          tool_id: { type: 'string', description: 'A tool on the shelf.' },
          member_id: { type: 'string', description: 'Who takes it.' },
          days: { type: 'integer', minimum: 1, maximum: 14, description: 'For how long.', default: 7 },
          note: { type: 'string', description: 'Remark.', default: '' },
        },
        required: ['tool_id', 'member_id'],
        additionalProperties: false,
      },
    });
  });
});
