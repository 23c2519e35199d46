import { jsonIn } from './served.ts';

/** One event of a stream, as `text/event-stream` gives it. Comments are counted apart. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

export interface Output {
  readonly blocks: readonly { readonly text: string; readonly detail: null; readonly type: 'text' }[];
  readonly metadata: Record<string, unknown> | null;
  readonly reward: number | null;
  readonly finished: boolean;
}
export type Called = { readonly ok: true; readonly output: Output } | { readonly ok: false; readonly error: string };

/** A client of the Open Reward Standard that does what the Python one does, and hides nothing. */
export function orsClient(url: string, session?: string) {
  const headers = { 'content-type': 'application/json', ...(session === undefined ? {} : { 'x-session-id': session }) };
  const request = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    request,
    json: async (method: string, path: string, body?: unknown, more?: Record<string, string>) =>
      jsonIn(await request(method, path, body, more)),
    async events(path: string, body?: unknown): Promise<StreamEvent[]> {
      return eventsIn(await (await request('POST', path, body ?? {})).text());
    },
    async call(environment: string, name: string, input: unknown): Promise<Called> {
      return resultIn(await this.events(`/${environment}/call`, { name, input }));
    },
  };
}

export function eventsIn(text: string): StreamEvent[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('event:'))
    .map((block) => {
      const field = (name: string): string =>
        block
          .split('\n')
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).trimStart())
          .join('\n');
      return { event: field('event'), data: field('data') };
    });
}

export function resultIn(events: readonly StreamEvent[]): Called {
  return JSON.parse(
    events
      .filter(({ event }) => event === 'chunk' || event === 'end')
      .map(({ data }) => data)
      .join(''),
  );
}
