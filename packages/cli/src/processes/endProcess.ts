import { processIdentity } from './processIdentity';

/** A process that leads a process group of its own, as it is written down on disk. */
export interface RecordedProcess {
  name: string;
  /** Also the id of its process group. */
  pid: number;
  /** From {@link processIdentity}. */
  identity: string;
  /** The signal that makes it end in an orderly way. */
  stopSignal: NodeJS.Signals;
}

const POLL_MILLISECONDS = 50;

/** Tells whether that very process still runs. */
export function isRunning(recorded: {
  pid: number;
  identity: string;
}): boolean {
  return processIdentity(recorded.pid) === recorded.identity;
}

/**
 * Ends a process in an orderly way, and by force with everything in its group when it takes longer
 * than `patience` (milliseconds). A process that is not the recorded one is left alone.
 */
export async function endProcess(
  recorded: RecordedProcess,
  patience: number = 10_000,
): Promise<void> {
  if (!isRunning(recorded)) {
    return;
  }
  sendSignal(recorded.pid, recorded.stopSignal);
  const deadline = Date.now() + patience;
  while (isRunning(recorded) && Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, POLL_MILLISECONDS));
  }
  sendSignal(-recorded.pid, 'SIGKILL');
  while (isRunning(recorded)) {
    await new Promise(resolve => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

/** Sends a signal; a process or group (negative) that is gone already is fine. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}
