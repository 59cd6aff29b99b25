import path from 'node:path';
import { rootDir } from '../paths';
import type { Tally } from './Tally';

/** The part of `jest --json` that is read here. */
export interface JestReport {
  testResults: Array<{
    /** Absolute path of the test file. */
    name: string;
    status: 'passed' | 'failed' | 'skipped' | 'pending' | 'focused';
    message: string;
    assertionResults: Array<{
      fullName: string;
      status: string;
      failureMessages: string[] | null;
    }>;
  }>;
}

/** Adds Jest's results to the tally. A file that could not run counts as one failure. */
export function countJest(report: JestReport, tally: Tally): void {
  for (const file of report.testResults) {
    const fileName = path.relative(rootDir, file.name);
    const failures = file.assertionResults.filter(
      test => test.status === 'failed',
    );
    if (file.status === 'failed' && failures.length === 0) {
      tally.fail(fileName, file.message || 'The file could not run.');
    }
    for (const test of file.assertionResults) {
      const name = `${fileName}: ${test.fullName}`;
      if (test.status === 'passed') {
        tally.pass();
      } else if (test.status === 'failed') {
        tally.fail(name, (test.failureMessages ?? []).join('\n'));
      } else {
        tally.skip(name);
      }
    }
  }
}
