import { expect, it } from 'vitest';
import { createProceduralAuthor } from '../../src/builtin/author.ts';
import { type SimulateUserInput, simulateUser } from '../../src/generation/work/conversations.ts';

const facts: SimulateUserInput['facts'] = [
  { kind: 'record', about: 'the appointment that is moved', says: 'The one with Dr Lind on Friday.' },
  { kind: 'date', about: 'the new day and time', says: 'To Monday 16 March at 14:00.' },
  { kind: 'choice', about: 'the reason for it', says: 'Because of a journey.' },
];
const [which, when, why] = facts.map(({ says }) => says);
const cannotTell = 'I am afraid I cannot tell you that.';
const justThat = 'Please do just what I asked for.';

/** What the scripted user says to an agent's last message, after what was said before. */
async function reply(text: string, before: SimulateUserInput['said'] = []) {
  const said = [{ by: 'user', text: 'I need to move an appointment.' }, ...before, { by: 'agent', text }] as const;
  const context = { seed: 's', signal: new AbortController().signal, attempt: undefined };
  return createProceduralAuthor().ask(simulateUser, { persona: 'Short.', wants: 'A move.', facts, said }, context);
}

it.each([
  ['Which appointment do you mean?', which],
  ['I see two of them. Which one do you mean?', which],
  ['Could you be more specific?', which],
  ['Please tell me which of the appointments it is.', which],
  ['When should it be?', when],
  ['To which day and time should I move the appointment?', when],
  ['Which appointment is it, and when should it be?', `${which} ${when}`],
  ['Why is that?', why],
  ['I need to know the reason.', why],
  ['Let me know the new day, please.', when],
  ['What is your blood type?', cannotTell],
  ['Shall I go ahead?', justThat],
  ['Can you confirm this?', justThat],
  ['Shall I move the appointment on Thursday?', which],
])('asked "%s" the user says %j', async (text, say) => {
  expect(await reply(text)).toEqual({ say, done: false });
});

it('goes on with what was not told yet when the question is a general one', async () => {
  const before = [
    { by: 'agent', text: 'Which one do you mean?' },
    { by: 'user', text: String(which) },
  ] as const;
  expect(await reply('Could you give me more details?', before)).toEqual({ say: when, done: false });
});

it.each([
  ['Your appointment is moved to Monday.', true],
  ['That cannot be done: the doctor is away.', true],
  ['Done. Is there anything else I can do for you?', true],
  ['I will look that up now.', false],
  ['One moment, let me see.', false],
])('told "%s" the user is done: %j', async (text, done) => {
  const { say, done: isDone } = await reply(text);
  expect(isDone).toBe(done);
  for (const fact of facts) expect(say).not.toContain(fact.says);
});
