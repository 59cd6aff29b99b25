import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** From this version on Go fetches the version that a module asks for. */
const OLDEST_SELF_UPDATING = [1, 21];

/** Thrown where the machine's Go can't build the control plane. @public */
export class GoToolchainError extends Error {
  name = 'GoToolchainError';
}

/**
 * Resolves when the Go on PATH can build the module in `moduleDir`, by itself
 * or by fetching a newer version as GOTOOLCHAIN allows.
 *
 * @throws {@link GoToolchainError} with a sentence that says what to do.
 */
export async function checkGoToolchain(moduleDir: string): Promise<void> {
  const wanted = await requiredVersion(moduleDir);
  const { version, toolchain } = await localGo(wanted);
  if (isAtLeast(version, wanted)) {
    return;
  }
  if (!isAtLeast(version, OLDEST_SELF_UPDATING)) {
    throw new GoToolchainError(
      `Go ${version.join(
        '.',
      )} is too old to build the local control plane: install Go ${wanted.join(
        '.',
      )} or newer.`,
    );
  }
  if (toolchain === 'local' || toolchain === 'path') {
    throw new GoToolchainError(
      `Go ${version.join(
        '.',
      )} is too old to build the local control plane, and GOTOOLCHAIN=${toolchain} keeps it from fetching Go ${wanted.join(
        '.',
      )}: ` +
        `install Go ${wanted.join('.')} or newer, or set GOTOOLCHAIN=auto.`,
    );
  }
}

async function requiredVersion(moduleDir: string): Promise<number[]> {
  const module = await readFile(join(moduleDir, 'go.mod'), 'utf8');
  return parseVersion(/^go (\S+)$/m.exec(module)?.[1] ?? '');
}

async function localGo(wanted: number[]) {
  try {
    // Outside the module and told to stay local, Go answers for itself.
    const [version, toolchain] = await Promise.all([
      run('go', ['env', 'GOVERSION'], {
        cwd: tmpdir(),
        env: { ...process.env, GOTOOLCHAIN: 'local' },
      }),
      run('go', ['env', 'GOTOOLCHAIN'], {
        cwd: tmpdir(),
        env: process.env,
      }),
    ]);
    return {
      version: parseVersion(version.stdout.trim().replace(/^go/, '')),
      toolchain: toolchain.stdout.trim(),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new GoToolchainError(
        `Go is not on PATH, and the local control plane is built with it: install Go ${wanted.join(
          '.',
        )} or newer (https://go.dev/dl).`,
      );
    }
    throw new GoToolchainError(
      `Go does not work: ${
        (error as { stderr?: string }).stderr?.trim() || error
      }`,
    );
  }
}

function parseVersion(text: string): number[] {
  return text.split('.').map(part => Number.parseInt(part, 10) || 0);
}

function isAtLeast(version: number[], wanted: number[]): boolean {
  const different = wanted.findIndex((part, at) => part !== (version[at] ?? 0));
  return different < 0 || (version[different] ?? 0) > wanted[different];
}
