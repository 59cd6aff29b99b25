import fs from 'fs-extra';
import { rootDir } from '../paths';
import type { Session } from '../session/runSession';
import type { Tally } from './Tally';

/** What the steps of a test run share. */
export interface TestRun {
  session: Session;
  tally: Tally;
}

/** A command that is one step of a test run. */
export interface StepCommand {
  name: string;
  command: string;
  args: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Shows the output as it comes, not only when it fails. */
  echo?: boolean;
}

/** Runs a command that passes or fails as one test. */
export async function runCheck(
  { session, tally }: TestRun,
  step: StepCommand,
): Promise<void> {
  await session.stages.run(step.name, async ({ failed }) => {
    const { code, child } = await session.supervisor.runToEnd({
      cwd: rootDir,
      env: process.env,
      logDir: session.logDir,
      ...step,
    });
    if (code === 0) {
      tally.pass();
    } else {
      failed('failed');
      tally.fail(step.name, await fs.readFile(child.logFile, 'utf8'));
    }
  });
}

/** Runs a command that reports its tests to a file, and counts them from there. */
export async function runCounted<TReport>(
  { session, tally }: TestRun,
  step: StepCommand & {
    reportFile: string;
    count(report: TReport, tally: Tally): void;
  },
): Promise<void> {
  const { reportFile, count, ...command } = step;
  await session.stages.run(step.name, async ({ failed }) => {
    await fs.remove(reportFile);
    const failedBefore = tally.failedCount;
    const { code, child } = await session.supervisor.runToEnd({
      cwd: rootDir,
      env: process.env,
      logDir: session.logDir,
      ...command,
    });
    if (await fs.pathExists(reportFile)) {
      count(await fs.readJson(reportFile), tally);
    }
    if (code !== 0 && tally.failedCount === failedBefore) {
      tally.fail(
        step.name,
        `Ended with code ${code} and reported no failed test.\n${child.lastOutput}`,
      );
    }
    const failedNow = tally.failedCount - failedBefore;
    if (failedNow > 0) {
      failed(`${failedNow} failed`);
    }
  });
}
