import path from 'node:path';
import { StateClaim } from '../processes/StateClaim';
import { startGuard } from '../processes/startGuard';
import { StopRequestedError, Supervisor } from '../processes/Supervisor';
import { Stages } from '../ui/Stages';
import { explainFullDisk } from './explainFullDisk';

/** What a command works with that starts processes. */
export interface Session {
  /** Holds everything that is kept: data, logs, generated configuration. */
  stateDir: string;
  /** Where the processes' logs go. */
  logDir: string;
  stages: Stages;
  supervisor: Supervisor;
  claim: StateClaim;
}

const SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Does the work with everything around it that keeps processes from being left behind: one session
 * a state folder, a guard against `kill -9`, signals, and the end of all children however it ends.
 */
export async function runSession<T>(
  stateDir: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const claim = await StateClaim.take(stateDir);
  startGuard(claim);
  const supervisor = new Supervisor(claim);
  const stages = new Stages();
  const session: Session = {
    stateDir,
    logDir: path.join(stateDir, 'logs'),
    stages,
    supervisor,
    claim,
  };
  for (const signal of SIGNALS) {
    process.on(signal, () => supervisor.fail(new StopRequestedError(signal)));
  }
  // The launcher holds the other end; it goes away when the launcher was killed.
  process.on('disconnect', () =>
    supervisor.fail(new StopRequestedError('SIGHUP')),
  );
  process.channel?.unref();
  // A terminal or a pipe that has gone away is no reason to leave the children alone.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});

  try {
    return await supervisor.whileRunning(work(session));
  } catch (error) {
    // Other parts of the work may be under way: they must not start anything any more.
    supervisor.fail(error as Error);
    throw await explainFullDisk(error, stateDir);
  } finally {
    await (supervisor.isEmpty
      ? supervisor.stopAll()
      : stages.run('Stopping', () => supervisor.stopAll()));
    claim.release();
  }
}
