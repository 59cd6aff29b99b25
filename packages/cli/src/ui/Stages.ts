import chalk from 'chalk';

/** Where stages are shown; standard error unless given. */
export interface StagesOutput {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** By this the work tells about itself while it is under way. */
export interface StageProgress {
  /** Says how far it is or how it came out, such as `unchanged`. */
  note(text: string): void;
  /** Says that it came to its end and didn't succeed. */
  failed(text: string): void;
}

interface RunningStage {
  label: string;
  /** Milliseconds since the epoch. */
  started: number;
  note?: string;
  failed?: boolean;
}

const LIVE_MILLISECONDS = 200;
const QUIET_MILLISECONDS = 30_000;

/**
 * Shows work that takes time: one line a stage with the seconds it took. On a terminal the stages
 * under way stand in one line that is redrawn; in a log they are named every half minute.
 */
export class Stages {
  readonly #output: StagesOutput;
  readonly #live: boolean;
  readonly #running = new Map<symbol, RunningStage>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    output: StagesOutput = process.stderr,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.#output = output;
    this.#live = Boolean(output.isTTY) && !env.CI;
  }

  /** Does the work and shows it. */
  async run<T>(
    label: string,
    work: (progress: StageProgress) => Promise<T>,
  ): Promise<T> {
    const key = Symbol(label);
    const stage: RunningStage = { label, started: Date.now() };
    this.#running.set(key, stage);
    this.#watch();
    try {
      return await work({
        note: text => {
          stage.note = text;
        },
        failed: text => {
          stage.note = text;
          stage.failed = true;
        },
      });
    } catch (error) {
      stage.failed = true;
      throw error;
    } finally {
      this.#finish(key);
    }
  }

  /** Shows one line that is no stage: a warning, a hint. */
  line(text: string): void {
    this.#clear();
    this.#output.write(`${text}\n`);
    this.#draw();
  }

  #finish(key: symbol): void {
    const { label, note, started, failed } = this.#running.get(key)!;
    const mark = failed ? chalk.red('✗') : chalk.green('✓');
    this.#running.delete(key);
    this.line(
      `${mark} ${label}  ${chalk.dim(
        [note, seconds(started)].filter(Boolean).join(', '),
      )}`,
    );
    if (this.#running.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  #watch(): void {
    this.#timer ??= this.#live
      ? setInterval(() => this.#draw(), LIVE_MILLISECONDS)
      : setInterval(
          () => this.#output.write(`${this.#summary()}\n`),
          QUIET_MILLISECONDS,
        );
  }

  #draw(): void {
    if (this.#live && this.#running.size > 0) {
      this.#output.write(`\r${this.#summary()}\x1b[K`);
    }
  }

  #clear(): void {
    if (this.#live) {
      this.#output.write('\r\x1b[K');
    }
  }

  #summary(): string {
    return `… ${[...this.#running.values()]
      .map(({ label, note, started }) =>
        [label, note && `(${note})`, seconds(started)]
          .filter(Boolean)
          .join(' '),
      )
      .join(', ')}`;
  }
}

function seconds(started: number): string {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}
