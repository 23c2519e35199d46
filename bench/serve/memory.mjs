import { readFileSync } from 'node:fs';

/** Resident memory of a process and its children in MB; undefined where the system does not tell. */
export function memoryOf(pid) {
  if (process.platform !== 'linux') return undefined;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  const pages = [pid, ...children].map((one) => Number(readFileSync(`/proc/${one}/statm`, 'utf8').split(' ')[1]));
  return (pages.reduce((sum, one) => sum + one, 0) * 4) / 1024;
}
