import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import fs from 'fs-extra';
import { endProcess, sendSignal, type RecordedProcess } from './endProcess';
import { OutputTail } from './OutputTail';
import { processIdentity } from './processIdentity';

/** What to run and how to end it. */
export interface ProcessOptions {
  /** Short name for people, such as `PostgreSQL`. */
  name: string;
  command: string;
  args: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** User and group to run as, for root only. */
  uid?: number;
  gid?: number;
  /** Ends it in an orderly way; SIGTERM unless given. */
  stopSignal?: NodeJS.Signals;
  /** Folder for its log. */
  logDir: string;
  /** Shows its output as it comes. */
  echo?: boolean;
}

/** How a process ended. */
export interface ProcessExit {
  code: number | undefined;
  signal: NodeJS.Signals | undefined;
}

const TAIL_LINES = 15;
const OUTPUT_PATIENCE_MILLISECONDS = 2_000;

/**
 * A child that leads its own process group, so that a Ctrl-C in the terminal reaches only the one
 * who ends the children in the right order. Its output goes to a log.
 */
export class ManagedProcess {
  /**
   * Starts the process.
   *
   * @throws what `spawn` says when it can't be started.
   */
  static async start(options: ProcessOptions): Promise<ManagedProcess> {
    await fs.ensureDir(options.logDir);
    const logFile = path.join(
      options.logDir,
      `${options.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.log`,
    );
    const log = fs.createWriteStream(logFile, { mode: 0o600 });
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env,
      uid: options.uid,
      gid: options.gid,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // A full disk must not take the processes down only because nothing can be logged.
    log.on('error', () => {});
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    return new ManagedProcess(options, child, log, logFile);
  }

  readonly name: string;
  readonly logFile: string;
  /** Whether its output is shown as it comes. */
  echo: boolean;
  readonly recorded: RecordedProcess;
  /** Settles when the process is gone and its output is complete. */
  readonly exited: Promise<ProcessExit>;
  readonly #tail = new OutputTail(TAIL_LINES);
  readonly #listeners = new Set<(text: string) => void>();

  private constructor(
    options: ProcessOptions,
    child: ChildProcess,
    log: fs.WriteStream,
    logFile: string,
  ) {
    this.name = options.name;
    this.logFile = logFile;
    this.echo = options.echo ?? false;
    this.recorded = {
      name: options.name,
      pid: child.pid!,
      identity: processIdentity(child.pid!) ?? 'gone',
      stopSignal: options.stopSignal ?? 'SIGTERM',
    };
    const onData = (data: Buffer) => {
      const text = data.toString('utf8');
      log.write(text);
      this.#tail.add(text);
      if (this.echo) {
        process.stdout.write(text);
      }
      this.#listeners.forEach(listener => listener(text));
    };
    child.stdout!.on('data', onData);
    child.stderr!.on('data', onData);
    this.exited = new Promise(resolve => {
      child.once('exit', (code, signal) => {
        // What it started and left behind. What has left the group may still hold the output open.
        sendSignal(-child.pid!, 'SIGKILL');
        const giveUp = setTimeout(() => {
          child.stdout!.destroy();
          child.stderr!.destroy();
        }, OUTPUT_PATIENCE_MILLISECONDS);
        child.once('close', () => {
          clearTimeout(giveUp);
          log.end();
          resolve({ code: code ?? undefined, signal: signal ?? undefined });
        });
      });
    });
  }

  /** Its last lines. */
  get lastOutput(): string {
    return this.#tail.toString();
  }

  /** Resolves when the text appears in the output. The caller watches for the process's end. */
  waitForOutput(text: string): Promise<void> {
    return new Promise(resolve => {
      if (this.lastOutput.includes(text)) {
        resolve();
        return;
      }
      const listener = () => {
        if (this.lastOutput.includes(text)) {
          this.#listeners.delete(listener);
          resolve();
        }
      };
      this.#listeners.add(listener);
    });
  }

  /** Ends the process and everything in its group. */
  async stop(): Promise<void> {
    await endProcess(this.recorded);
    await this.exited;
  }
}
