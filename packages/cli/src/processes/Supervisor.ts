import { ForwardedError } from '@backstage/errors';
import { ManagedProcess, type ProcessOptions } from './ManagedProcess';
import type { StateClaim } from './StateClaim';

/** A child ended although nobody asked it to. */
export class ProcessDiedError extends Error {
  constructor(readonly process: ManagedProcess, how: string) {
    super(
      `${process.name} ${how}. Its last output:\n\n${indent(
        process.lastOutput || '(none)',
      )}\n\nAll of it: ${process.logFile}`,
    );
    this.name = 'ProcessDiedError';
  }
}

/** Somebody asked for the end: a signal, or the launcher went away. */
export class StopRequestedError extends Error {
  constructor(readonly signal: NodeJS.Signals) {
    super('Stopped.');
    this.name = 'StopRequestedError';
  }
}

interface Owned {
  name: string;
  stop(): Promise<void>;
}

/**
 * Holds everything that was started, ends it in reverse order, and turns a child's death or a
 * request to stop into one error: the first of them is what {@link Supervisor.whileRunning} throws.
 */
export class Supervisor {
  readonly #claim: StateClaim;
  readonly #owned: Owned[] = [];
  readonly #abort = new AbortController();
  #stopping: Promise<void> | undefined;

  constructor(claim: StateClaim) {
    this.#claim = claim;
  }

  /** Aborts with the error that ended everything. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** True as long as nothing was started. */
  get isEmpty(): boolean {
    return this.#owned.length === 0;
  }

  /** Starts a child that has to live until the end. */
  async start(options: ProcessOptions): Promise<ManagedProcess> {
    const child = await this.#spawn(options);
    child.exited.then(({ code, signal }) => {
      this.fail(
        new ProcessDiedError(
          child,
          signal ? `was ended by ${signal}` : `ended by itself (code ${code})`,
        ),
      );
    });
    return child;
  }

  /**
   * Runs a child to its end.
   *
   * @throws ProcessDiedError when its exit code isn't 0.
   */
  async run(options: ProcessOptions): Promise<ManagedProcess> {
    const { child, code } = await this.runToEnd(options);
    if (code !== 0) {
      throw new ProcessDiedError(child, `failed (code ${code})`);
    }
    return child;
  }

  /** Runs a child to its end; that it fails is a result. A signal counts as code 128. */
  async runToEnd(
    options: ProcessOptions,
  ): Promise<{ child: ManagedProcess; code: number }> {
    const child = await this.#spawn(options);
    const { code } = await child.exited;
    this.signal.throwIfAborted();
    return { child, code: code ?? 128 };
  }

  /** Takes over something that ends by a call of its own. */
  own(name: string, stop: () => Promise<void>): void {
    this.#owned.push({ name, stop });
  }

  /** Ends the whole with that error, unless it is ending already. */
  fail(error: Error): void {
    if (!this.#stopping && !this.signal.aborted) {
      this.#abort.abort(error);
    }
  }

  /** Waits for the work, or throws what ended the whole before it was done. */
  whileRunning<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(this.signal.reason);
      if (this.signal.aborted) {
        onAbort();
      }
      this.signal.addEventListener('abort', onAbort);
      work
        .then(resolve, reject)
        .finally(() => this.signal.removeEventListener('abort', onAbort));
    });
  }

  /** Waits until something ends the whole, and throws it. */
  async untilEnded(): Promise<never> {
    return this.whileRunning(new Promise<never>(() => {}));
  }

  /** Ends everything, the last started first; to be called however the work ended. */
  async stopAll(): Promise<void> {
    this.#stopping ??= this.#stopOwned();
    await this.#stopping;
  }

  async #spawn(options: ProcessOptions): Promise<ManagedProcess> {
    this.#throwIfEnding();
    let child: ManagedProcess;
    try {
      child = await ManagedProcess.start(options);
    } catch (error) {
      throw new ForwardedError(`${options.name} could not be started`, error);
    }
    this.#claim.add(child.recorded);
    child.exited.then(() => this.#claim.remove(child.recorded.pid));
    this.own(child.name, () => child.stop());
    if (this.#stopping) {
      // The end came while it started, and may have been done with its list already.
      await child.stop();
    }
    this.#throwIfEnding();
    return child;
  }

  #throwIfEnding(): void {
    this.signal.throwIfAborted();
    if (this.#stopping) {
      throw new StopRequestedError('SIGTERM');
    }
  }

  async #stopOwned(): Promise<void> {
    const failures: unknown[] = [];
    for (let owned = this.#owned.pop(); owned; owned = this.#owned.pop()) {
      try {
        await owned.stop();
      } catch (error) {
        failures.push(
          new ForwardedError(`${owned.name} could not be ended`, error),
        );
      }
    }
    if (failures.length > 0) {
      throw failures[0];
    }
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
