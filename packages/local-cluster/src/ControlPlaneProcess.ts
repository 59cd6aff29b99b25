import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { ControlPlaneReport, reportedError } from './controlPlaneReport';

const KILL_AFTER_MS = 20_000;

/** Why a control plane is no longer there. @public */
export interface ControlPlaneExit {
  /** True after `stop()`. */
  expected: boolean;
  /** For people; where it was not expected, with the end of the log. */
  message: string;
}

/** Options of {@link ControlPlaneProcess.start}. */
export interface ControlPlaneProcessOptions {
  binary: string;
  dataDir: string;
  /** Outlives this process; otherwise it ends with it, however that ends. */
  detached: boolean;
  /** Path of an `AuthenticationConfiguration`. */
  authenticationConfig?: string;
  signal?: AbortSignal;
}

/** A control plane's process, from its readiness to its end. */
export class ControlPlaneProcess {
  /**
   * Resolves when the control plane is ready.
   *
   * @throws ConflictError if another one runs on the data folder, Error with
   * what the control plane said otherwise; no process is left then.
   */
  static async start(
    options: ControlPlaneProcessOptions,
  ): Promise<ControlPlaneProcess> {
    options.signal?.throwIfAborted();
    const child = spawnControlPlane(options);
    const started = new ControlPlaneProcess(child, options.dataDir);
    const abort = () => void started.stop();
    options.signal?.addEventListener('abort', abort, { once: true });
    try {
      await started.becomeReady();
      options.signal?.throwIfAborted();
      await writeFile(binaryNotePath(options.dataDir), options.binary, {
        mode: 0o600,
      });
    } catch (error) {
      await started.stop();
      options.signal?.throwIfAborted();
      throw error;
    } finally {
      options.signal?.removeEventListener('abort', abort);
    }
    if (options.detached) {
      child.stdout!.destroy();
      child.unref();
    }
    return started;
  }

  /** Resolves when the process is gone; never rejects. */
  readonly exited: Promise<ControlPlaneExit>;
  private stopping = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly dataDir: string,
  ) {
    this.exited = new Promise(resolve => {
      child.on('error', error => resolve(this.describeExit(String(error))));
      child.on('exit', (code, signal) =>
        resolve(this.describeExit(signal ?? `exit code ${code}`)),
      );
    });
  }

  /** Ends the process in order, by force if that takes too long. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.child.kill('SIGTERM');
    const force = setTimeout(() => this.child.kill('SIGKILL'), KILL_AFTER_MS);
    await this.exited;
    clearTimeout(force);
    this.child.stdin?.destroy();
    this.child.stdout?.destroy();
  }

  private async becomeReady(): Promise<void> {
    const lines = createInterface({ input: this.child.stdout! });
    const line = await Promise.race([
      once(lines, 'line').then(([text]) => text as string),
      once(lines, 'close').then(() => undefined),
    ]);
    if (line === undefined) {
      throw new Error((await this.exited).message);
    }
    const report = JSON.parse(line) as ControlPlaneReport;
    if (report.error) {
      throw reportedError(report.error);
    }
  }

  private async describeExit(how: string): Promise<ControlPlaneExit> {
    if (this.stopping) {
      return {
        expected: true,
        message: 'The local control plane was stopped.',
      };
    }
    const path = logPath(this.dataDir);
    const log = await readFile(path, 'utf8').catch(() => '');
    const end = log.trim().split('\n').slice(-5).join('\n');
    return {
      expected: false,
      message: `The local control plane ended by itself (${how}). Its log is ${path} and ends with:\n${end}`,
    };
  }
}

function spawnControlPlane(options: ControlPlaneProcessOptions): ChildProcess {
  const log = openLog(options.dataDir);
  try {
    return spawn(
      options.binary,
      [
        'run',
        `--data-dir=${options.dataDir}`,
        ...(options.detached ? [] : ['--exit-with-stdin']),
        ...(options.authenticationConfig
          ? [`--authentication-config=${options.authenticationConfig}`]
          : []),
      ],
      {
        // A process group of its own: Ctrl-C reaches the launcher, and that
        // decides in which order things end.
        detached: true,
        stdio: [options.detached ? 'ignore' : 'pipe', 'pipe', log],
      },
    );
  } finally {
    closeSync(log);
  }
}

function openLog(dataDir: string): number {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return openSync(logPath(dataDir), 'a', 0o600);
  } catch (error) {
    throw new Error(
      `The local control plane can't write to its data folder ${dataDir}: make it yours and writable, or use another one. (${error})`,
    );
  }
}

/**
 * The file that names the binary which runs on a data folder: by the time it has
 * to be stopped, newer sources may ask for another one.
 */
export function binaryNotePath(dataDir: string): string {
  return join(dataDir, 'binary');
}

function logPath(dataDir: string): string {
  return join(dataDir, 'control-plane.log');
}
