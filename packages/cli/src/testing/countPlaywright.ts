import type { Tally } from './Tally';

/** The part of Playwright's JSON report that is read here. */
export interface PlaywrightReport {
  suites?: PlaywrightSuite[];
  /** What went wrong outside of any test. */
  errors?: Array<{ message?: string }>;
}

interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: Array<{
    title: string;
    tests: Array<{
      status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      results: Array<{ errors?: Array<{ message?: string }> }>;
    }>;
  }>;
}

/** Adds Playwright's results to the tally. What passed only when repeated counts as failed. */
export function countPlaywright(report: PlaywrightReport, tally: Tally): void {
  for (const error of report.errors ?? []) {
    tally.fail('e2e', error.message ?? 'Playwright could not run.');
  }
  for (const suite of report.suites ?? []) {
    countSuite(suite, 'e2e', tally);
  }
}

function countSuite(
  suite: PlaywrightSuite,
  parentName: string,
  tally: Tally,
): void {
  const suiteName = `${parentName}/${suite.title}`;
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      const name = `${suiteName}: ${spec.title}`;
      if (test.status === 'expected') {
        tally.pass();
      } else if (test.status === 'skipped') {
        tally.skip(name);
      } else {
        const messages = test.results.flatMap(result =>
          (result.errors ?? []).map(error => error.message ?? ''),
        );
        tally.fail(name, [...messages, `(${test.status})`].join('\n'));
      }
    }
  }
  for (const nested of suite.suites ?? []) {
    countSuite(nested, suiteName, tally);
  }
}
