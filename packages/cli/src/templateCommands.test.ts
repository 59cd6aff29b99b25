import { execFile } from 'node:child_process';
import { fromRoot } from './paths';
import { temporaryDirs } from './testUtils/temporaryDirs';
import { GOOD_FILES, writeFiles } from './testUtils/templateFiles';

/** The process as a pipeline sees it: the commands' own tests know everything else. */
describe('sandlot template', () => {
  const newDir = temporaryDirs();

  function sandlot(cwd: string, ...args: string[]) {
    return new Promise<{ code: number; stdout: string; stderr: string }>(
      resolve => {
        const cli = fromRoot('packages/cli/bin/sandlot');
        // Nothing of a portal is told to it: no database, no cluster.
        const env = { PATH: process.env.PATH, HOME: cwd };
        execFile(
          process.execPath,
          [cli, 'template', ...args],
          { cwd, env },
          (error, stdout, stderr) => {
            const code = error ? Number(error.code) : 0;
            resolve({ code, stdout, stderr });
          },
        );
      },
    );
  }

  it('ends with 0 where nothing is wrong', async () => {
    const cwd = await newDir();
    await writeFiles(cwd, GOOD_FILES);
    await expect(sandlot(cwd, 'lint', 'templates')).resolves.toEqual({
      code: 0,
      stdout: '1 template, 2 modules: nothing to say\n',
      stderr: '',
    });
    const rendered = await sandlot(
      cwd,
      ...['render', 'templates', '-p', 'size=M', '-p', 'replicas=2'],
      ...['--add-on', 'cache', '-o', 'json'],
    );
    expect(rendered.code).toBe(0);
    expect(JSON.parse(rendered.stdout).items).toHaveLength(8);
    expect((await sandlot(cwd, 'test', 'templates', '--json')).code).toBe(0);
    expect((await sandlot(cwd, 'diff', 'templates', 'templates')).code).toBe(0);
    expect((await sandlot(cwd, 'schema')).stdout).toContain('"$schema"');
    expect((await sandlot(cwd, 'lint', '--help')).code).toBe(0);
  }, 60_000);

  it('ends with 1 where something was found', async () => {
    const cwd = await newDir();
    await writeFiles(cwd, {
      'a.yaml': 'apiVersion: sandlot.dev/v1alpha1\nkind: EnvironmentTemplate\n',
    });
    const { code, stdout, stderr } = await sandlot(cwd, 'lint', '.');
    expect(code).toBe(1);
    expect(stdout).toContain('a.yaml:1:1  error');
    expect(stderr).toBe('');
  }, 60_000);

  it.each([
    [['lint', 'nowhere'], 'There is no file or folder "nowhere".'],
    [['lint'], "missing required argument 'path'"],
    [['lint', '.', '--format', 'xml'], 'Allowed choices are text, json, sarif'],
    [['lint', '.', '--wrong'], "unknown option '--wrong'"],
    [['wrong'], "unknown command 'wrong'"],
    [['schema', 'Pod'], 'There is no kind "Pod"'],
    [['diff', 'one', 'two'], 'not a git repository'],
  ])(
    'ends with 2 for %j',
    async (args, message) => {
      const { code, stdout, stderr } = await sandlot(await newDir(), ...args);
      expect(stderr).toContain(message);
      expect(stdout).toBe('');
      expect(code).toBe(2);
    },
    60_000,
  );
});
