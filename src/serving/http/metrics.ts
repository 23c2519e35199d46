import type { EpisodeEvents } from '../episodes/episode.ts';

/** What a request came to, for the access log: nothing of its content. */
export interface Access {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
}

/** Counts what the server does, in the text format of Prometheus. */
export interface Metrics extends Pick<EpisodeEvents, 'called' | 'ended'> {
  requested(protocol: string, access: Access): void;
  text(present: { readonly live: number; readonly most: number }): string;
}

/** Upper bounds in seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const calls = new Map<string, number>();
  const ends = new Map<string, number>();
  const counts = buckets.map(() => 0);
  let callSeconds = 0;
  let callCount = 0;
  let rewards = 0;

  const count = (map: Map<string, number>, labels: string): void => void map.set(labels, (map.get(labels) ?? 0) + 1);

  return {
    requested: (protocol, { status }) => count(requests, `protocol="${protocol}",status="${status}"`),
    called(how, durationMs) {
      count(calls, `outcome="${how}"`);
      callCount++;
      callSeconds += durationMs / 1000;
      for (const [index, bound] of buckets.entries()) if (durationMs <= bound * 1000) counts[index] = (counts[index] ?? 0) + 1;
    },
    ended({ ended, reward }) {
      count(ends, `end="${ended}"`);
      rewards += reward ?? 0;
    },
    text: ({ live, most }) =>
      [
        ...family('envscaler_sessions', 'gauge', 'Episodes that go on.', [`envscaler_sessions ${live}`]),
        ...family('envscaler_sessions_max', 'gauge', 'Episodes that may go on at once.', [`envscaler_sessions_max ${most}`]),
        ...family('envscaler_requests_total', 'counter', 'HTTP requests.', samples('envscaler_requests_total', requests)),
        ...family('envscaler_calls_total', 'counter', 'Tool calls by outcome.', samples('envscaler_calls_total', calls)),
        ...family('envscaler_call_seconds', 'histogram', 'How long tool calls took.', [
          ...buckets.map((bound, index) => `envscaler_call_seconds_bucket{le="${bound}"} ${counts[index] ?? 0}`),
          `envscaler_call_seconds_bucket{le="+Inf"} ${callCount}`,
          `envscaler_call_seconds_sum ${callSeconds}`,
          `envscaler_call_seconds_count ${callCount}`,
        ]),
        ...family('envscaler_episodes_total', 'counter', 'Episodes that ended.', samples('envscaler_episodes_total', ends)),
        ...family('envscaler_reward_sum', 'counter', 'The rewards of ended episodes, added up.', [
          `envscaler_reward_sum ${rewards}`,
        ]),
        '',
      ].join('\n'),
  };
}

function family(name: string, type: string, help: string, lines: readonly string[]): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines];
}

function samples(name: string, map: ReadonlyMap<string, number>): string[] {
  return [...map].map(([labels, value]) => `${name}{${labels}} ${value}`);
}
