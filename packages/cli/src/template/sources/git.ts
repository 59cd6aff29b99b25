import { execFile } from 'node:child_process';
import { InputError } from '@backstage/errors';

const LARGEST_OUTPUT = 512 * 1024 * 1024;

/**
 * Runs Git, without a shell.
 *
 * @throws InputError with what Git says
 */
export function git(
  cwd: string,
  args: string[],
  input?: string,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      args,
      {
        cwd,
        encoding: 'buffer',
        maxBuffer: LARGEST_OUTPUT,
        // What it says is looked at.
        env: { ...process.env, LC_ALL: 'C' },
      },
      (error, stdout, stderr) => {
        if (!error) {
          resolve(stdout);
          return;
        }
        const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
        const said = stderr.toString('utf8').trim() || error.message;
        reject(
          new InputError(
            isMissing ? 'Git is needed to compare revisions.' : `Git: ${said}`,
          ),
        );
      },
    );
    // Git may be gone before it has read everything; its exit says why.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}
