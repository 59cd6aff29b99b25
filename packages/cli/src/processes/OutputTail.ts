const LONGEST_LINE = 240;

/** Keeps the last lines of a process's output. */
export class OutputTail {
  #lines: string[] = [];
  #unfinished = '';

  constructor(private readonly limit: number) {}

  add(text: string): void {
    const lines = (this.#unfinished + text).split('\n');
    this.#unfinished = lines.pop()!;
    this.#lines = [...this.#lines, ...lines.map(shorten)].slice(-this.limit);
  }

  toString(): string {
    return [...this.#lines, shorten(this.#unfinished)].join('\n').trimEnd();
  }
}

function shorten(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}
