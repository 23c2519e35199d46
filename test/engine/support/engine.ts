import pino from 'pino';
import type { Json } from '../../../src/base/json.ts';
import type { WrittenBy } from '../../../src/domain/written-by.ts';
import type { EngineContext } from '../../../src/engine/engine-context.ts';
import type { PipelineEvent } from '../../../src/engine/events.ts';
import type { Stage, StageContext, StageResult, Unit } from '../../../src/engine/stage.ts';
import type { Author } from '../../../src/generation/author.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Output, Store } from '../../../src/store/store.ts';
import { temporaryStore } from '../../store/support/writing.ts';

/** An author that knows the answers beforehand, by kind of work. */
export function scriptedAuthor(
  answers: Readonly<Record<string, unknown>>,
  identity: WrittenBy = { provider: 'scripted' },
): Author {
  return {
    identity: () => identity,
    ask: async (work, input) => work.answer(input).parse(answers[work.name]),
  };
}

const noSandbox: Sandbox = {
  diagnose: () => Promise.reject(new Error('These stages generate no code.')),
  open: () => Promise.reject(new Error('These stages generate no code.')),
  close: async () => {},
};

export interface Engine {
  readonly store: Store;
  readonly context: EngineContext;
  readonly events: PipelineEvent[];
}

/** An engine over a store of its own, in a run of its own. The clock goes one second per look. */
export async function engine(changes: Partial<EngineContext> = {}): Promise<Engine> {
  const store = changes.store ?? (await temporaryStore());
  const events: PipelineEvent[] = [];
  let looks = 0;
  const now = (): string => new Date(Date.UTC(2026, 2, 9, 9, 0, looks++)).toISOString();
  const run = await store.startRun({ command: 'test', options: {}, startedAt: now() });
  const context: EngineContext = {
    store,
    author: scriptedAuthor({}),
    sandbox: noSandbox,
    log: pino({ level: 'silent' }),
    seed: '1',
    concurrency: 4,
    signal: new AbortController().signal,
    run,
    mode: 'run',
    now,
    events: (event) => events.push(event),
    promptHash: (file) => `hash of ${file}`,
    ...changes,
  };
  return { store, context, events };
}

/** The same engine in a further run of the same store. */
export function nextRun(before: Engine, changes: Partial<EngineContext> = {}): Promise<Engine> {
  const { seed, author, promptHash, concurrency } = before.context;
  return engine({ store: before.store, seed, author, promptHash, concurrency, ...changes });
}

export function taskOutput(subject: string, text: string): Output {
  return { kind: 'task', subject, body: { text, source: { file: 'tasks.txt', line: 1 } } };
}

/** A stage that writes tasks; by default one per unit, whose text tells its parameters and inputs. */
export function taskStage(name: string, run: Stage['run'] = describeUnit): Stage {
  return { name, version: 1, noun: 'tasks', writes: 'task', works: [], run };
}

async function describeUnit(unit: Unit, _context: StageContext): Promise<StageResult> {
  const inputs = unit.inputs.map((input) => (input.kind === 'task' && 'text' in input.body ? input.body.text : input.hash));
  return {
    status: 'done',
    outputs: [taskOutput(unit.subject, `${unit.subject} ${JSON.stringify(unit.parameters)} [${inputs.join(', ')}]`)],
  };
}

export function unit(subject: string, parameters: Readonly<Record<string, Json>> = {}, inputs: Unit['inputs'] = []): Unit {
  return { subject, parameters, inputs };
}

export function units(count: number): readonly Unit[] {
  return Array.from({ length: count }, (_, index) => unit(`u/${index + 1}`));
}
