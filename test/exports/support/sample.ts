import { hashJson } from '../../../src/base/hash.ts';
import type { Artifact } from '../../../src/domain/kinds.ts';
import type { Reward } from '../../../src/domain/rollout/reward.ts';
import {
  type AgentIdentity,
  type End,
  type Message,
  type Trajectory,
  trajectory,
} from '../../../src/domain/rollout/trajectory.ts';
import type { Candidates } from '../../../src/exports/selection/records.ts';
import { artifactOf, assessmentOf, bookDeskEnvironment, parcelLockersEnvironment, variantOf } from './environments.ts';
import { collectParcel, lendEmma, lendMoby, uncertified } from './scenarios.ts';

const reference: AgentIdentity = { kind: 'reference' };
const model: AgentIdentity = { kind: 'openai', model: 'player-small' };
const answered: End = { kind: 'terminated', reason: 'answered' };
const passed: Reward = { kind: 'scored', dense: 1, strict: 1, checks: [] };

interface Episode {
  readonly of: Artifact<'scenario'>;
  readonly agent: AgentIdentity;
  readonly attempt: number;
  readonly says: readonly Message[];
  readonly end?: End;
  readonly reward?: Reward;
  readonly steps?: Trajectory['steps'];
}

/** A trajectory: the task is put before what is said. */
export function trajectoryOf({
  of,
  agent,
  attempt,
  says,
  end = answered,
  reward = passed,
  steps = [],
}: Episode): Artifact<'trajectory'> {
  const name = `${of.body.name}/${agent.kind}/${attempt}`;
  const messages: Message[] = [
    { role: 'system', content: 'You work at the desk.\nRules: one book at a time.' },
    { role: 'user', content: of.body.task },
    ...says,
  ];
  const body = trajectory.parse({
    name,
    scenario: of.hash,
    agent,
    attempt,
    messages,
    steps,
    finalState: of.body.initialState,
    end,
    reward,
  });
  return artifactOf('trajectory', name, body);
}

export function call(
  id: string,
  name: string,
  args: string,
): NonNullable<Extract<Message, { role: 'assistant' }>['tool_calls']>[number] {
  return { id, type: 'function', function: { name, arguments: args } };
}

export function result(id: string, name: string, content: string): Message {
  return { role: 'tool', tool_call_id: id, name, content };
}

const lendsMoby: readonly Message[] = [
  { role: 'assistant', content: '', tool_calls: [call('call_1', 'get_member', '{"member_id":"M-7"}')] },
  result('call_1', 'get_member', '{"success":true,"data":{"member_id":"M-7","name":"Ada Öztürk"}}'),
  { role: 'assistant', content: '', tool_calls: [call('call_2', 'lend_book', '{"member_id":"M-7","book_id":"B-1","days":21}')] },
  result('call_2', 'lend_book', '{"success":true,"message":"Lent for 21 days."}'),
  { role: 'assistant', content: 'Done: Moby Dick is yours for 21 days.' },
];

/** A model that thinks, calls two tools at once, and gets their results in the other order. */
const lendsEmma: readonly Message[] = [
  {
    role: 'assistant',
    content: 'Let me look both up.',
    reasoning_content: 'I need the card and the book.',
    tool_calls: [call('a', 'get_member', '{"member_id": "M-7"}'), call('b', 'find_books', '{"words": "Emma"}')],
  },
  result('b', 'find_books', '{"success":true,"data":[{"book_id":"B-2"}]}'),
  result('a', 'get_member', '{"success":true,"data":{"member_id":"M-7"}}'),
  {
    role: 'assistant',
    content: '',
    reasoning_content: 'Now lend it.',
    tool_calls: [call('c', 'lend_book', '{"member_id": "M-7", "book_id": "B-2", "days": 21}')],
  },
  result('c', 'lend_book', '{"success":true,"message":"Lent for 21 days."}'),
  { role: 'assistant', content: 'Emma is yours until the 30th.' },
];

const collects: readonly Message[] = [
  {
    role: 'assistant',
    content: '',
    tool_calls: [call('call_1', 'set_parcel_status', '{"parcel_id":"P-9","status":"collected"}')],
  },
  result('call_1', 'set_parcel_status', '{"success":true,"message":"Noted."}'),
  { role: 'assistant', content: 'Noted.' },
];

const garbled: readonly Message[] = [
  { role: 'assistant', content: '', tool_calls: [call('x', 'set_parcel_status', '{"parcel_id":')] },
  result('x', 'set_parcel_status', '{"success":false,"error":"The arguments are not JSON."}'),
  ...collects,
];

const rejected = variantOf(bookDeskEnvironment, 'torn-desk', (tool) => `torn_${tool}`);

/** The success of the model that plays with parallel calls. */
const parallel = trajectoryOf({ of: lendEmma, agent: model, attempt: 1, says: lendsEmma });

/** What a small workspace might hold, with one of everything that must not be exported; in no particular order. */
export const sample: Candidates = {
  environments: [parcelLockersEnvironment, rejected, bookDeskEnvironment],
  assessments: [
    assessmentOf(bookDeskEnvironment, 'accepted'),
    assessmentOf(rejected, 'rejected'),
    assessmentOf(parcelLockersEnvironment, 'accepted'),
  ],
  scenarios: [collectParcel, lendEmma, uncertified, lendMoby],
  trajectories: [
    trajectoryOf({ of: collectParcel, agent: reference, attempt: 1, says: collects }),
    parallel,
    trajectoryOf({ of: lendMoby, agent: reference, attempt: 2, says: lendsMoby }),
    trajectoryOf({ of: lendMoby, agent: reference, attempt: 1, says: lendsMoby }),
    trajectoryOf({
      of: lendMoby,
      agent: { kind: 'noop' },
      attempt: 1,
      says: [{ role: 'assistant', content: 'Done.' }],
      reward: { kind: 'scored', dense: 0, strict: 0, checks: [] },
    }),
    trajectoryOf({
      of: lendEmma,
      agent: model,
      attempt: 2,
      says: lendsEmma,
      reward: { kind: 'unscored', reason: 'C1: broke at /home/somebody/envscaler', checks: [] },
    }),
    trajectoryOf({
      of: lendEmma,
      agent: model,
      attempt: 3,
      says: [...lendsEmma.slice(0, -1), { role: 'assistant', content: 'Half of it is done.' }],
      reward: { kind: 'scored', dense: 0.5, strict: 0, checks: [] },
    }),
    trajectoryOf({
      of: collectParcel,
      agent: model,
      attempt: 4,
      says: [...collects.slice(0, -1), { role: 'assistant', content: 'Half of it is done.' }],
      reward: { kind: 'scored', dense: 0, strict: 0, checks: [] },
    }),
    trajectoryOf({ of: uncertified, agent: reference, attempt: 1, says: lendsMoby }),
    trajectoryOf({ of: collectParcel, agent: model, attempt: 1, says: garbled }),
    trajectoryOf({ of: collectParcel, agent: model, attempt: 2, says: collects, end: { kind: 'truncated', reason: 'turns' } }),
    trajectoryOf({
      of: collectParcel,
      agent: model,
      attempt: 3,
      says: [...collects, { role: 'user', content: 'Thanks.' }, { role: 'assistant', content: 'You are welcome.' }],
      steps: [
        {
          tool: 'list_parcels',
          arguments: '{}',
          outcome: 'exception',
          result: { success: false, error: 'internal error' },
          patches: [],
          stateHash: hashJson('state'),
        },
      ],
    }),
  ],
};
