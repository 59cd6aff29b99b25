/** Counts what was tested. What failed or was left out is kept by name, so nothing is silent. */
export class Tally {
  #passed = 0;
  readonly #failed: Array<{ name: string; detail: string }> = [];
  readonly #skipped: string[] = [];

  get failedCount(): number {
    return this.#failed.length;
  }

  pass(count: number = 1): void {
    this.#passed += count;
  }

  /** Counts a failure; `detail` tells a person why. */
  fail(name: string, detail: string): void {
    this.#failed.push({ name, detail });
  }

  skip(name: string): void {
    this.#skipped.push(name);
  }

  /** All that has to be said, the last line being the counts. */
  summary(): string {
    return [
      ...this.#failed.map(
        ({ name, detail }) => `\n✗ ${name}\n${detail.replace(/^/gm, '    ')}`,
      ),
      ...(this.#skipped.length > 0 ? ['\nSkipped:'] : []),
      ...this.#skipped.map(name => `    ${name}`),
      '',
      [
        `${this.#passed} passed`,
        `${this.#failed.length} failed`,
        ...(this.#skipped.length > 0
          ? [`${this.#skipped.length} skipped`]
          : []),
      ].join(', '),
    ].join('\n');
  }
}
