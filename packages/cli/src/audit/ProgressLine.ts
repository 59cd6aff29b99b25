import type { TemplateIo } from '../template/TemplateIo';
import type { VerifyProgress } from './verifyFile';

/** Milliseconds between two lines, on a terminal and in a file. */
const EVERY = { terminal: 500, file: 10_000 };

/** Says how far a long file is, and nothing about a short one. */
export class ProgressLine {
  readonly #io: TemplateIo;
  readonly #isTerminal: boolean;
  #shownAt = Date.now();
  #isOpen = false;

  private constructor(io: TemplateIo, isTerminal: boolean) {
    this.#io = io;
    this.#isTerminal = isTerminal;
  }

  static create(io: TemplateIo): ProgressLine {
    return new ProgressLine(io, process.stderr.isTTY && !io.env.CI);
  }

  show({ records, read, size }: VerifyProgress): void {
    const now = Date.now();
    const every = this.#isTerminal ? EVERY.terminal : EVERY.file;
    if (now - this.#shownAt < every) return;
    this.#shownAt = now;
    const percent = Math.floor((100 * read) / Math.max(size, 1));
    const text = `${records.toLocaleString('en')} records, ${percent} %`;
    this.#isOpen = this.#isTerminal;
    if (this.#isTerminal) process.stderr.write(`\r${text}\x1b[K`);
    else this.#io.err(`${text}\n`);
  }

  /** Takes what is on the terminal away. */
  end(): void {
    if (this.#isOpen) process.stderr.write('\r\x1b[K');
  }
}
