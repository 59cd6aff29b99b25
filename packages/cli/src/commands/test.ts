import { stripVTControlCharacters } from 'node:util';
import { buildApp } from '../build/buildApp';
import { runSession } from '../session/runSession';
import { withTemporaryDir } from '../session/temporaryDir';
import { StopRequestedError } from '../processes/Supervisor';
import { runBrowserTests } from '../testing/runBrowserTests';
import { runJest } from '../testing/runJest';
import { runStaticChecks } from '../testing/runStaticChecks';
import { Tally } from '../testing/Tally';
import { startTestServices } from '../testing/testServices';
import type { TestRun } from '../testing/TestRun';
import { findWorkspace, listWorkspaces } from '../workspaces';

const PAGES = '@sandlot/plugin-environments';
const BACKEND = '@sandlot/plugin-environments-backend';
const MODEL = 'src/model/engine.model.test.ts';

/**
 * Runs all tests, or the Jest tests of one package. The last line that it prints is
 * `N passed, N failed`, with `, N skipped` when there are.
 */
export async function test(packageName: string | undefined): Promise<void> {
  const workspace = packageName
    ? findWorkspace(await listWorkspaces(), packageName)
    : undefined;
  const tally = new Tally();
  try {
    await withTemporaryDir(stateDir =>
      runSession(stateDir, async session => {
        const run: TestRun = { session, tally };
        if (workspace) {
          const env = workspace.needsServices
            ? await startTestServices(session)
            : {};
          await runJest(run, { env, workspace });
        } else {
          await runAll(run);
        }
      }),
    );
  } catch (error) {
    if (error instanceof StopRequestedError) {
      throw error;
    }
    // It goes on as a result: whoever reads the counts must see it.
    tally.fail('The test run', (error as Error).message);
  }
  process.exitCode = tally.failedCount > 0 ? 1 : 0;
  const summary = tally.summary();
  console.log(
    process.stdout.isTTY ? summary : stripVTControlCharacters(summary),
  );
}

async function runAll(run: TestRun): Promise<void> {
  const workspaces = await listWorkspaces();
  const pages = findWorkspace(workspaces, PAGES);
  const backend = findWorkspace(workspaces, BACKEND);
  const services = startTestServices(run.session);
  // Whoever waits for it says so.
  services.catch(() => {});
  // Two at a time, for two cores. The tests on the control plane, which they share, stand one
  // after the other; beside them goes what needs none. The browser comes last and has the
  // machine for itself.
  await Promise.all([
    attempt(run, 'Static checks', () => runStaticChecks(run))
      .then(() => attempt(run, 'App', () => buildApp(run.session)))
      .then(() =>
        attempt(run, 'Pages', () =>
          runJest(run, { name: 'Pages', env: {}, workspace: pages }),
        ),
      )
      .then(() =>
        attempt(run, 'Model', async () =>
          runJest(run, {
            name: 'Model',
            env: await services,
            workspace: backend,
            pattern: MODEL,
          }),
        ),
      ),
    attempt(run, 'Unit and integration', async () =>
      runJest(run, {
        // As many lives as are asked for are lived beside it.
        env: { ...(await services), SANDLOT_MODEL_RUNS: '1' },
        except: [pages],
      }),
    ),
  ]);
  await attempt(run, 'Browser tests', () => runBrowserTests(run));
}

/** Counts what could not even run as failed, and lets the rest go on. */
async function attempt(
  { session, tally }: TestRun,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    session.supervisor.signal.throwIfAborted();
    tally.fail(`${name} could not run`, (error as Error).message);
  }
}
