import { constants } from 'node:os';
import { StopRequestedError } from '../processes/Supervisor';
import { inert } from './inert';

/** Shows why a command ended, without a stack where it is the person's to act on. */
export function reportError(error: unknown): void {
  if (error instanceof StopRequestedError) {
    process.exitCode = 128 + constants.signals[error.signal];
    return;
  }
  process.exitCode = 1;
  const message = error instanceof Error ? error.message : String(error);
  const advice = adviceFor(error, message);
  console.error(inert(`\n${message}${advice ? `\n\n${advice}` : ''}`));
  if (isOurFault(error)) {
    console.error((error as Error).stack);
  }
}

function adviceFor(error: unknown, message: string): string | undefined {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || /ENOSPC|no space left on device/i.test(message)) {
    return 'The disk is full. Free about 1 GB and start again: what was kept is still there.';
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return 'This user may not do that. Files that an earlier start as another user left can be handed over with chown.';
  }
  if (
    code === 'MODULE_NOT_FOUND' ||
    code === 'ERR_MODULE_NOT_FOUND' ||
    /Cannot find (module|package) '[^.]/.test(message)
  ) {
    return 'The installed packages are incomplete. Remove .sandlot/install.sha256 and start again: they are installed anew.';
  }
  return undefined;
}

function isOurFault(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError
  );
}
