import { readFileSync } from 'node:fs';

const PAGE_KB = 4;

/** Resident memory of a process in MB, or undefined where the system does not tell (only Linux does). */
export function residentMemoryMb(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
    return (pages * PAGE_KB) / 1024;
  } catch {
    // The process has ended; its exit is handled elsewhere.
    return undefined;
  }
}
