import { createSandbox } from '../../dist/sandbox/host/ses-sandbox.js';
import { createCatalogue } from '../../dist/serving/catalogue/catalogue.js';
import { createMetrics } from '../../dist/serving/http/metrics.js';
import { startServer } from '../../dist/serving/http/server.js';
import { createService } from '../../dist/serving/service.js';
import { checks, environment, makeState, start } from '../runtime/episode.mjs';
import { memoryOf } from './process-figures.mjs';

/** The server of the product, over one scenario of the shop that bench/runtime measures. Tells its address and, when asked, its memory. */
const body = {
  name: 'shop/001',
  environment: 'shop',
  task: 'Keep the shop.',
  kind: 'direct',
  initialState: makeState(),
  checks,
  questions: [],
  ...start,
};
// The bench writes its schemas by hand: no operation says in which order their arguments stand.
const served = { ...environment, skeleton: { ...environment.skeleton, operations: [] } };
const catalogue = createCatalogue([
  {
    environment: {
      id: 'shop',
      split: 'train',
      artifact: { kind: 'environment', hash: 'e'.repeat(64), subject: 'shop', body: served },
    },
    scenario: { kind: 'scenario', hash: 'f'.repeat(64), subject: 'shop/001', body },
    system: 'A shop.',
  },
]);
const metrics = createMetrics();
const problem = (message) => process.stderr.write(`${message}\n`);
const sandbox = createSandbox({ processes: 1 });
const service = createService({
  catalogue,
  sandbox,
  userOf: () => undefined,
  wish: { basis: 'dense', components: false },
  maxSessions: 5000,
  idleMs: 600_000,
  events: { called: metrics.called, ended: metrics.ended, troubled: problem },
  version: 'bench',
  now: () => performance.now(),
});
const server = await startServer({
  service,
  host: '127.0.0.1',
  port: 0,
  guard: { hosts: undefined, token: undefined },
  metrics,
  onAccess: () => {},
  onTrouble: problem,
  now: () => performance.now(),
});
process.on('message', async (message) => {
  if (message === 'memory') {
    globalThis.gc?.();
    process.send({
      memoryMb: memoryOf(process.pid),
      heapMb: process.memoryUsage().heapUsed / 1024 ** 2,
      live: service.episodes.live(),
    });
    return;
  }
  await server.close();
  await sandbox.close();
  process.disconnect();
});
process.send({ url: server.url });
