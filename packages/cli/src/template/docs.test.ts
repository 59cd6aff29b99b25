import path from 'node:path';
import fs from 'fs-extra';
import { fromRoot } from '../paths';
import { runCommand } from '../processes/runCommand';
import { temporaryDirs } from '../testUtils/temporaryDirs';

jest.setTimeout(120_000);

/** A command of the page and what it shows of the output; `...` stands for more. */
interface Shown {
  commands: string[];
  output: string;
}

const page = fs.readFileSync(fromRoot('docs/templates.md'), 'utf8');
const consoles: Shown[] = [...page.matchAll(/^```console\n(.*?)^```$/gms)].map(
  ([, text]) => {
    const lines = text.split('\n');
    const end = lines.findIndex(line => !line.startsWith('$ '));
    return {
      commands: lines.slice(0, end).map(line => line.slice(2)),
      output: lines.slice(end).join('\n'),
    };
  },
);

/** The parts of what is shown, in their order, without what changes with every edit. */
function partsOf(output: string): string[] {
  return output.split(/^\.\.\.\n/m).filter(part => part !== '');
}

describe('the commands in docs/templates.md', () => {
  const temporaryDir = temporaryDirs();
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    folder = await temporaryDir();
    await fs.copy(fromRoot('docs/examples'), folder);
    await fs.copy(fromRoot('templates/modules'), path.join(folder, 'modules'));
    const bin = await temporaryDir();
    await fs.writeFile(
      path.join(bin, 'sandlot'),
      `#!/bin/sh\nexec "${process.execPath}" "${fromRoot(
        'packages/cli/bin/sandlot',
      )}" "$@"\n`,
      { mode: 0o755 },
    );
    env = {
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      HOME: process.env.HOME,
      CI: 'true',
      FORCE_COLOR: '0',
    };
  });

  it('are there', () => {
    expect(consoles.length).toBeGreaterThan(3);
    expect(page).not.toMatch(/^```(sh|bash|shell)$/m);
  });

  it.each(consoles.map(shown => [shown.commands.join(' && '), shown] as const))(
    '%s',
    async (_, { commands, output }) => {
      const run = await runCommand('sh', ['-c', commands.join('\n')], {
        cwd: folder,
        env,
      });

      const said = run.output.replace(/sha256:[0-9a-f]{64}/g, 'sha256:...');
      let rest = said;
      for (const part of partsOf(output)) {
        expect(rest).toContain(part);
        rest = rest.slice(rest.indexOf(part) + part.length);
      }
      expect(output.includes('\n...\n') || said === output).toBe(true);
    },
  );
});

describe('what ships', () => {
  it.each([
    ['template lint --strict templates'],
    ['template test templates'],
    ['template test docs/examples --modules templates/modules'],
  ])('sandlot %s finds nothing', async command => {
    const run = await runCommand(
      process.execPath,
      [fromRoot('packages/cli/bin/sandlot'), ...command.split(' ')],
      { cwd: fromRoot(), env: { ...process.env, CI: 'true' } },
    );
    expect(run).toMatchObject({ code: 0 });
  });
});
