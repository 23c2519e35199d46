import { readFileSync } from 'node:fs';
import { createSandbox } from '../../dist/sandbox/host/ses-sandbox.js';
import { environment, makeState, start } from './episode.mjs';

/**
 * Memory of many live instances, host and sandbox process together. Run in a process of its own with --expose-gc; prints JSON.
 * Arguments: how many, and `same` or `different` for their states.
 */
const [count, kind] = [Number(process.argv[2]), process.argv[3]];

function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

function childPids() {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').map(Number);
}

const sandbox = createSandbox({ processes: 1 });
const shop = await sandbox.open(environment);
const memory = () => {
  globalThis.gc();
  return residentMb(process.pid) + childPids().reduce((sum, pid) => sum + residentMb(pid), 0);
};
const first = await shop.create({ ...start, state: makeState() });
await first.hash();
const before = memory();
const began = performance.now();
const instances = [];
for (let i = 0; i < count; i++) {
  instances.push(await shop.create({ ...start, seed: `${i}`, state: makeState(kind === 'same' ? 0 : i + 1) }));
  if (i % 100 === 99) await Promise.all(instances.slice(-100).map((instance) => instance.call('list_coupons', {})));
}
const createdMs = (performance.now() - began) / count;
const created = memory();
await Promise.all(
  instances.map((instance) => instance.call('create_order', { customer_id: 'C-103', product_id: 'P-108', quantity: 1 })),
);
const written = memory();
console.log(JSON.stringify({ before, created, written, createdMs }));
await sandbox.close();
