import { readFileSync } from 'node:fs';

const PAGE_KB = 4;
/** Linux counts processor time in hundredths of a second for every program that asks. */
const TICK_MS = 10;

/** Resident memory of a process in MB, or undefined where the system does not tell (only Linux does). */
export function residentMemoryMb(pid: number): number | undefined {
  const pages = procFile(pid, 'statm')?.split(' ')[1];
  return pages === undefined ? undefined : (Number(pages) * PAGE_KB) / 1024;
}

/** Processor time a process has used, in milliseconds, or undefined where the system does not tell (only Linux does). */
export function processorTimeMs(pid: number): number | undefined {
  // The second field, the program's name, may hold anything; what follows its bracket are numbers.
  const fields = procFile(pid, 'stat')?.split(') ').at(-1)?.split(' ');
  return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function procFile(pid: number, name: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    // The process has ended; its exit is handled elsewhere.
    return undefined;
  }
}
