import { isObject } from '../../base/json.ts';
import type { Request } from '../protocol.ts';

type Form = 'number' | 'string' | 'object';

const ofInstance: Readonly<Record<string, Form>> = { instance: 'number' };

/** What each request has to bring; what may be left out or may be any JSON is not named. */
const forms: Readonly<Record<Request['op'], Readonly<Record<string, Form>>>> = {
  load: { environment: 'string', script: 'string', tools: 'object' },
  create: { instance: 'number', environment: 'string', origin: 'object' },
  share: { shared: 'number', state: 'object' },
  unshare: { shared: 'number' },
  call: { instance: 'number', tool: 'string' },
  snapshot: ofInstance,
  hash: ofInstance,
  reset: ofInstance,
  drop: ofInstance,
  'instance-invariants': ofInstance,
  restore: { instance: 'number', state: 'object', progress: 'object' },
  fork: { instance: 'number', into: 'number' },
  invariants: { environment: 'string', state: 'object' },
  'load-checks': { checks: 'string', script: 'string' },
  evaluate: { checks: 'string', ids: 'object', episodes: 'object' },
};

const checks = new Map(Object.entries(forms).map(([op, form]) => [op, Object.entries(form)]));

/** Whether a line that was read is a request. Only this project's supervisor sends any: a line that is none is a bug of ours. */
export function isRequest(value: unknown): value is Request {
  if (!isObject(value) || typeof value.op !== 'string') return false;
  const form = checks.get(value.op);
  return form?.every(([name, kind]) => typeof value[name] === kind) ?? false;
}
