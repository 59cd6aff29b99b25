import { fromRoot } from '../paths';
import { countJest } from './countJest';
import { countPlaywright } from './countPlaywright';
import { Tally } from './Tally';

describe('Tally', () => {
  it('ends with the counts and names what failed or was left out', () => {
    const tally = new Tally();
    tally.pass(3);
    expect(tally.summary()).toMatch(/^3 passed, 0 failed$/m);
    tally.fail('Types', 'a.ts: wrong\nb.ts: wrong');
    tally.skip('some test');
    const lines = tally.summary().split('\n');
    expect(lines).toContain('✗ Types');
    expect(lines).toContain('    b.ts: wrong');
    expect(lines).toContain('    some test');
    expect(lines.at(-1)).toBe('3 passed, 1 failed, 1 skipped');
  });

  it('counts Jest, with files that could not run as failed', () => {
    const tally = new Tally();
    const file = {
      name: fromRoot('packages/x/a.test.ts'),
      message: 'whole file',
    };
    const assertion = (status: string) => ({
      fullName: `is ${status}`,
      status,
      failureMessages: status === 'failed' ? ['because'] : [],
    });
    countJest(
      {
        testResults: [
          {
            ...file,
            status: 'failed',
            assertionResults: ['passed', 'failed', 'pending', 'todo'].map(
              assertion,
            ),
          },
          { ...file, status: 'failed', assertionResults: [] },
          {
            ...file,
            status: 'passed',
            assertionResults: [assertion('passed')],
          },
        ],
      },
      tally,
    );
    const summary = tally.summary();
    expect(summary).toContain('✗ packages/x/a.test.ts: is failed\n    because');
    expect(summary).toContain('✗ packages/x/a.test.ts\n    whole file');
    expect(summary).toContain('packages/x/a.test.ts: is todo');
    expect(summary).toMatch(/\n2 passed, 2 failed, 2 skipped$/);
  });

  it('counts Playwright, with what passed only at the second try as failed', () => {
    const tally = new Tally();
    const spec = (
      status: 'expected' | 'unexpected' | 'flaky' | 'skipped',
      errors: Array<{ message: string }> = [],
    ) => ({
      title: `is ${status}`,
      tests: [{ status, results: [{ errors }] }],
    });
    countPlaywright(
      {
        errors: [{ message: 'no browser' }],
        suites: [
          {
            title: 'spine.test.ts',
            specs: [spec('expected'), spec('skipped')],
            suites: [
              {
                title: 'as developer',
                specs: [
                  spec('unexpected', [{ message: 'not found' }]),
                  spec('flaky'),
                ],
              },
            ],
          },
        ],
      },
      tally,
    );
    const summary = tally.summary();
    expect(summary).toContain('no browser');
    expect(summary).toContain(
      '✗ e2e/spine.test.ts/as developer: is unexpected\n    not found',
    );
    expect(summary).toMatch(/\n1 passed, 3 failed, 1 skipped$/);
  });
});
