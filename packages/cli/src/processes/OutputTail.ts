/** Keeps the last lines of a process's output. */
export class OutputTail {
  #lines: string[] = [];
  #unfinished = '';

  constructor(private readonly limit: number) {}

  add(text: string): void {
    const lines = (this.#unfinished + text).split('\n');
    this.#unfinished = lines.pop()!;
    this.#lines = [...this.#lines, ...lines].slice(-this.limit);
  }

  toString(): string {
    return [...this.#lines, this.#unfinished].join('\n').trimEnd();
  }
}
