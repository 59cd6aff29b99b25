import chalk from 'chalk';
import path from 'node:path';
import fs from 'fs-extra';
import { describeResult } from '../audit/describeResult';
import { fromRoot } from '../paths';
import { runCommand } from '../processes/runCommand';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { inert, inertLine } from './inert';

jest.setTimeout(60_000);

/** Clears the screen, hides what comes, names the window, turns text round, goes back to the line's start. */
const NASTY = '\u001b[2J\u001b[8m\u001b]0;x\u0007\u202egnp.exe\rgone\u009b1A';
// eslint-disable-next-line no-control-regex
const ACTIVE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

describe('text of others on a terminal', () => {
  const makeDir = temporaryDirs();

  it('can be read, and does nothing', () => {
    expect(inert(`a\n\tb ${NASTY}`)).toBe(
      'a\n\tb \\u001b[2J\\u001b[8m\\u001b]0;x\\u0007\\u202egnp.exe\\u000dgone\\u009b1A',
    );
    expect(inertLine('a\nb\u001b[31m')).toBe('a\\u000ab\\u001b[31m');
  });

  it('is told from the colours of this program', () => {
    const { red, green, yellow, cyan, dim, bold } = new chalk.Instance({
      level: 1,
    });
    for (const colour of [red, green, yellow, cyan, dim, bold]) {
      expect(inert(colour('word'))).toBe(colour('word'));
    }
  });

  it('begins no line in what is said of a log', () => {
    const said = describeResult({
      what: `records of ${NASTY}`,
      problems: [{ code: 'changed', message: `it says\nProven: all ${NASTY}` }],
      warnings: [],
      signedBy: [],
      witnessedBy: [],
    } as unknown as Parameters<typeof describeResult>[0]);
    expect(said).not.toMatch(ACTIVE);
    expect(said).not.toMatch(/^Proven/m);
  });

  it.each([
    ['template', 'lint', 'template.yaml'],
    ['template', 'render', 'template.yaml'],
    ['template', 'render', `${NASTY}.yaml`],
    ['audit', 'verify', `${NASTY}.ndjson`],
    ['login', '--portal', `http://${NASTY}`],
  ])('does nothing in what sandlot %s %s says', async (...args) => {
    const cwd = await makeDir();
    await fs.writeFile(
      path.join(cwd, 'template.yaml'),
      JSON.stringify({
        // What the template itself has of it is refused, and not repeated.
        apiVersion: `sandlot.dev/${NASTY}`,
        kind: 'EnvironmentTemplate',
        metadata: { name: 'nasty' },
        spec: { owner: 'x', [NASTY]: 1, resources: [{ kind: NASTY }] },
      }),
    );
    const run = await runCommand(
      process.execPath,
      [fromRoot('packages/cli/bin/sandlot'), ...args],
      { cwd, env: { ...process.env, CI: 'true', FORCE_COLOR: '0' } },
    );
    expect(run.code).not.toBe(0);
    expect(run.output).not.toMatch(ACTIVE);
    expect(run.output).toContain('gone');
  });
});
