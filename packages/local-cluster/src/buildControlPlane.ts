import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { buildFailure } from './buildFailure';
import { checkGoToolchain, GoToolchainError } from './goToolchain';

// As far from src/ as from dist/, and both are published next to it.
// eslint-disable-next-line no-restricted-syntax
const MODULE_DIR = resolve(__dirname, '../go');
const PROGRESS_INTERVAL_MS = 1000;

const PLATFORMS: Record<string, string> = { linux: 'linux', darwin: 'darwin' };
const ARCHITECTURES: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };

/** How far something slow has come; called about once a second. @public */
export type ProgressListener = (progress: {
  /** What is being done, for people, such as `compiling, 812 packages so far`. */
  message: string;
  elapsedMs: number;
}) => void;

/** Options of {@link buildControlPlane}. @public */
export interface BuildControlPlaneOptions {
  /** Where binaries are kept; by default `sandlot` in the user's cache folder. */
  cacheDir?: string;
  onProgress?: ProgressListener;
  signal?: AbortSignal;
}

/**
 * The path of the control plane's binary for this machine, built first if the
 * cache has none for the present sources. That takes minutes, once. Builds that
 * run side by side don't harm each other.
 *
 * @throws {@link GoToolchainError} with a sentence that says what to do.
 *
 * @public
 */
export async function buildControlPlane(
  options: BuildControlPlaneOptions = {},
): Promise<string> {
  const binary = cachedBinary(options.cacheDir);
  if (existsSync(binary)) {
    return binary;
  }
  await checkGoToolchain(MODULE_DIR);
  const folder = dirname(binary);
  const unfinished = `${binary}.${randomUUID()}`;
  try {
    await mkdir(folder, { recursive: true });
    await compile(unfinished, options);
    await rename(unfinished, binary);
  } catch (error) {
    await rm(unfinished, { force: true });
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
      throw buildFailure('no space left on device', folder);
    }
    throw error;
  }
  return binary;
}

/** Whether {@link buildControlPlane} would answer at once. @public */
export function isControlPlaneBuilt(cacheDir?: string): boolean {
  return existsSync(cachedBinary(cacheDir));
}

function cachedBinary(cacheDir = defaultCacheDir()): string {
  const target = buildTarget();
  const hash = createHash('sha256').update(`${target.GOOS}/${target.GOARCH}`);
  for (const name of readdirSync(MODULE_DIR).sort()) {
    hash.update(`\0${name}\0`).update(readFileSync(join(MODULE_DIR, name)));
  }
  const key = hash.digest('hex').slice(0, 16);
  return join(cacheDir, 'control-plane', key, 'sandlot-control-plane');
}

function defaultCacheDir(): string {
  if (process.env.XDG_CACHE_HOME) {
    return join(process.env.XDG_CACHE_HOME, 'sandlot');
  }
  return process.platform === 'darwin'
    ? join(homedir(), 'Library/Caches/sandlot')
    : join(homedir(), '.cache/sandlot');
}

function buildTarget() {
  const GOOS = PLATFORMS[process.platform];
  const GOARCH = ARCHITECTURES[process.arch];
  if (!GOOS || !GOARCH) {
    throw new GoToolchainError(
      `The local control plane runs on Linux and macOS, x64 or arm64, not on ${process.platform} ${process.arch}: use a cluster of your own by --kubeconfig.`,
    );
  }
  return { GOOS, GOARCH };
}

async function compile(
  output: string,
  { onProgress, signal }: BuildControlPlaneOptions,
): Promise<void> {
  const started = Date.now();
  const go = spawn(
    'go',
    [
      ...['build', '-v', '-trimpath', '-buildvcs=false'],
      ...['-ldflags=-s -w', '-o', output, '.'],
    ],
    {
      cwd: MODULE_DIR,
      // What somebody set for their own builds must not change this one.
      env: {
        ...process.env,
        ...buildTarget(),
        CGO_ENABLED: '0',
        GOWORK: 'off',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
      killSignal: 'SIGINT',
    },
  );
  let fetched = 0;
  let compiled = 0;
  const report = () =>
    onProgress?.({
      message:
        compiled === 0
          ? `fetching modules, ${fetched} so far`
          : `compiling, ${compiled} packages so far`,
      elapsedMs: Date.now() - started,
    });
  const timer = setInterval(report, PROGRESS_INTERVAL_MS);
  const lines: string[] = [];
  createInterface({ input: go.stderr }).on('line', line => {
    lines.push(line);
    if (line.startsWith('go: downloading ')) {
      fetched++;
    } else {
      compiled++;
    }
  });
  try {
    await new Promise<void>((done, fail) => {
      go.on('error', fail);
      go.on('close', code =>
        code === 0
          ? done()
          : fail(buildFailure(lines.join('\n'), dirname(output))),
      );
    });
  } finally {
    clearInterval(timer);
  }
}
