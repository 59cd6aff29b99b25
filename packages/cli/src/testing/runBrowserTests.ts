import path from 'node:path';
import fs from 'fs-extra';
import { fromRoot } from '../paths';
import { findPort } from '../ports/findPort';
import { startPortal } from '../portal/startPortal';
import { countPlaywright } from './countPlaywright';
import { findChromium } from './findChromium';
import { runCounted, type TestRun } from './TestRun';

const NAME = 'Browser tests';

/** Starts a portal with data of its own and runs the browser tests against it. */
export async function runBrowserTests(run: TestRun): Promise<void> {
  const { session, tally } = run;
  const chromium = findChromium();
  if (!chromium) {
    tally.fail(
      NAME,
      'There is no Chromium: install it (Debian: apt-get install chromium) or name one with SANDLOT_TEST_CHROMIUM.',
    );
    return;
  }
  const stateDir = path.join(session.stateDir, 'portal');
  await fs.ensureDir(stateDir);
  const portal = await startPortal(
    { ...session, stateDir, logDir: path.join(stateDir, 'logs') },
    { port: await findPort(), temporary: true },
  );
  if (!portal.cluster.adminKubeconfig) {
    tally.fail(
      NAME,
      `They need the local control plane: ${portal.cluster.inMemoryBecause}.`,
    );
    return;
  }
  const reportFile = path.join(session.stateDir, 'playwright.json');
  await runCounted(run, {
    name: NAME,
    command: process.execPath,
    args: [
      fromRoot('node_modules/@playwright/test/cli.js'),
      'test',
      '--config',
      fromRoot('e2e'),
      '--reporter',
      'list,json',
      '--output',
      fromRoot('.sandlot/e2e-results'),
    ],
    env: {
      ...process.env,
      SANDLOT_URL: portal.url,
      SANDLOT_TEST_CHROMIUM: chromium,
      SANDLOT_TEST_ADMIN_KUBECONFIG: portal.cluster.adminKubeconfig,
      SANDLOT_TEST_TEMPLATES: portal.templatesDir,
      PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile,
    },
    reportFile,
    count: countPlaywright,
  });
}
