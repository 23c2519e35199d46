/** What stands in the way by the code of a system error, and what a person can do about it. */
const remedies: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: ['there is no room left on the disk', 'Free some space'],
  EDQUOT: ['the disk quota is used up', 'Free some space, or have the quota raised'],
  EFBIG: ['the file grew beyond what the system allows', 'Raise the limit (ulimit -f), or use another disk'],
  EACCES: ['permission is denied', 'Change the permissions, or name another place'],
  EPERM: ['the system does not permit it', 'Change the permissions, or name another place'],
  EROFS: ['the file system can only be read', 'Name another place'],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n), or lower --concurrency'],
  ENFILE: ['the system has too many files open', 'Close other programs, or lower --concurrency'],
  ENOMEM: ['there is no memory left', 'Close other programs, or lower --concurrency'],
  EAGAIN: ['the system starts no further process', 'Raise the limit (ulimit -u), or lower --concurrency'],
  EIO: ['the device could not be read or written', 'Check the disk'],
  ENOTDIR: ['a part of the path is not a folder', 'Name another place'],
  EISDIR: ['it is a folder', 'Name a file'],
  ENAMETOOLONG: ['the path is too long', 'Name another place'],
  ELOOP: ['its links lead in a circle', 'Name another place'],
  SQLITE_FULL: ['there is no room left to write the database', 'Free some space'],
  SQLITE_IOERR: ['the database could not be read or written', 'Check the disk'],
};

/** Trouble of the machine, told: neither a defect of the program nor a mistake in the command. */
export interface MachineTrouble {
  readonly code: string;
  /** "/data/out/x.jsonl: there is no room left on the disk (ENOSPC). Free some space, then run the same command again." */
  readonly text: string;
}

/** The trouble of the machine that an error, or what caused it, tells of; undefined where it tells of none. */
export function machineTrouble(error: unknown): MachineTrouble | undefined {
  for (let depth = 0, inner = error; depth < 8 && inner instanceof Error; depth++, inner = inner.cause) {
    const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
    const remedy = remedies[code] ?? remedies[/^SQLITE_(FULL|IOERR)/.exec(code)?.[0] ?? ''];
    if (!remedy) continue;
    const path = 'path' in inner && typeof inner.path === 'string' ? `${inner.path}: ` : '';
    const [what, advice] = remedy;
    return { code, text: `${path}${what} (${code}). ${advice}, then run the same command again.` };
  }
  return undefined;
}
