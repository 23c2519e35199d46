import { readFileSync } from 'node:fs';

/** A process and its children. */
function family(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return [pid, ...children];
}

/** Processor time that a process and its children have used, in ms; undefined where the system does not tell. */
export function processorMsOf(pid) {
  if (process.platform !== 'linux') return undefined;
  const ticks = family(pid).map((one) => {
    const fields = readFileSync(`/proc/${one}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) * 10;
}

/** Resident memory of a process and its children in MB; undefined where the system does not tell. */
export function memoryOf(pid) {
  if (process.platform !== 'linux') return undefined;
  const pages = family(pid).map((one) => Number(readFileSync(`/proc/${one}/statm`, 'utf8').split(' ')[1]));
  return (pages.reduce((sum, one) => sum + one, 0) * 4) / 1024;
}
