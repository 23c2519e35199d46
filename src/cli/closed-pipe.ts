import type { OutputStreams } from './terminal/output.ts';

/**
 * A reader that goes away (`| head`) is no error: what nobody reads is dropped, and the command finishes, saves its work and
 * ends as it would have.
 */
export function outliveReaders({ stdout, stderr }: OutputStreams): void {
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe);
}

/** For streams that write to a terminal or a pipe. Throws every other error. */
export function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
}
