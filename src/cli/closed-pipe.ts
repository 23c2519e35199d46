import { machineTrouble } from '../base/machine-trouble.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * A reader that goes away (`| head`) is no error: what nobody reads is dropped, and the command finishes, saves its work and
 * ends as it would have. Output that cannot be written (a full disk) is told once on standard error and ends with exit code 1.
 */
export function outliveReaders(program: NodeJS.Process): void {
  const { stdout, stderr } = program;
  stderr.on('error', ignoreClosedPipe);
  let isTold = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    const trouble = machineTrouble(error);
    if (!trouble) return ignoreClosedPipe(error);
    if (isTold) return;
    // The work may still set another code when it ends.
    program.once('exit', (code) => {
      if (code === exitCodes.done) program.exitCode = exitCodes.someFailed;
    });
    stderr.write(`envscaler: standard output: ${trouble.text} What was finished is saved.\n`);
    isTold = true;
  });
}

/** For streams that write to a terminal or a pipe. Throws every other error. */
export function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
}
