import { defineConfig } from '@playwright/test';

/** Debian's Chromium, which may run as root, and calls nobody. */
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: '.',
  outputDir: '../.sandlot/e2e-results',
  // Pictures are made when they are asked for.
  ...(process.env.PICTURES
    ? { testMatch: 'pictures.spec.ts' }
    : { testIgnore: 'pictures.spec.ts' }),
  // All tests share one portal, its cluster and its log.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Generous, for machines with other things to do: states are waited for, not times.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.SANDLOT_URL ?? 'http://localhost:7007',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    screenshot: 'only-on-failure',
    // A third of the time goes into it: it is made when it is asked for.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    channel: undefined,
    launchOptions: {
      executablePath: process.env.SANDLOT_TEST_CHROMIUM,
      args: CHROMIUM_FLAGS,
    },
  },
});
