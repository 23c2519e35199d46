import { describe, expect, it } from 'vitest';
import { readPlayLine } from '../../src/cli/commands/play/play-line.ts';
import type { Tool } from '../../src/domain/environment/environment.ts';

const properties = {
  member_id: { type: 'string' },
  days: { type: 'integer' },
  express: { type: 'boolean' },
  tags: { type: 'array' },
};
const tools: Tool[] = [
  { name: 'renew_loan', description: 'Renew.', effect: 'write', parameters: { type: 'object', properties } },
  { name: 'state', description: 'A tool named like a word.', effect: 'read', parameters: { type: 'object', properties: {} } },
];
const read = (line: string) => readPlayLine(line, tools);

describe('a line typed while playing', () => {
  it.each([
    ['renew_loan {"member_id":"M-1","days":3}', { member_id: 'M-1', days: 3 }],
    ['renew_loan member_id=M-1 days=3 express=true', { member_id: 'M-1', days: 3, express: true }],
    ['  renew_loan   member_id="M 1"  ', { member_id: 'M 1' }],
    [`renew_loan member_id='M "1"'`, { member_id: 'M "1"' }],
    ['renew_loan member_id=007', { member_id: '007' }],
    ['renew_loan days=soon', { days: 'soon' }],
    ['renew_loan tags=["a", "b"]', { tags: ['a', 'b'] }],
    ['renew_loan', {}],
  ])('%s is a call', (line, args) => {
    expect(read(line)).toMatchObject({ kind: 'call', tool: { name: 'renew_loan' }, arguments: args });
  });

  it('that begins with "ask" is said to the user', () => {
    expect(read('ask  Which loan do you mean? ')).toEqual({ kind: 'ask', text: 'Which loan do you mean?' });
  });

  it.each([
    ['renew_lone days=3', 'There is no tool "renew_lone". Did you mean "renew_loan"?'],
    ['renew_loan day=3', 'renew_loan has no argument "day". Did you mean "days"?'],
    ['renew_loan {days: 3}', 'The arguments are not JSON. Write renew_loan {"name": "value"} or renew_loan name=value.'],
    [
      'renew_loan three days',
      'Cannot read "three days". Write name=value, name="two words", or the whole as one {"json": "object"}.',
    ],
    ['done now', '"done" stands alone, without "now".'],
    ['ask', 'Ask what? For example: ask Which one do you mean?'],
  ])('%s is a mistake that is explained', (line, message) => {
    expect(read(line)).toEqual({ kind: 'mistake', message });
  });

  it('is a word of the prompt unless a tool has that name', () => {
    expect(read('done')).toEqual({ kind: 'word', word: 'done' });
    expect(read('state')).toMatchObject({ kind: 'call', tool: { name: 'state' } });
    expect(read('   ')).toEqual({ kind: 'nothing' });
  });
});
