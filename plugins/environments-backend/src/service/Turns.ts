interface Waiting {
  key: string;
  begin: () => void;
  refuse: (error: unknown) => void;
}

/**
 * Lets so many work at a time, and of each key fewer; the others wait in line without
 * holding a connection to the database, which those who are at work would lack.
 */
export class Turns {
  readonly #atATime: number;
  readonly #ofEach: number;
  readonly #concernsAll: (error: unknown) => boolean;
  readonly #line: Waiting[] = [];
  /** How many are at work, by key. */
  readonly #working = new Map<string, number>();
  #busy = 0;

  constructor(options: {
    atATime: number;
    ofEach: number;
    /** Those who wait are told of it at once with whoever found out. */
    concernsAll: (error: unknown) => boolean;
  }) {
    this.#atATime = options.atATime;
    this.#ofEach = options.ofEach;
    this.#concernsAll = options.concernsAll;
  }

  /** How many are in line. */
  get waiting(): number {
    return this.#line.length;
  }

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (this.#hasPlaceFor(key)) this.#count(key, 1);
    else {
      await new Promise<void>((begin, refuse) =>
        this.#line.push({ key, begin, refuse }),
      );
    }
    try {
      return await work();
    } catch (error) {
      if (this.#concernsAll(error)) {
        for (const { refuse } of this.#line.splice(0)) refuse(error);
      }
      throw error;
    } finally {
      this.#count(key, -1);
      this.#callNext();
    }
  }

  /** The first in line whose key is not at its bound. */
  #callNext(): void {
    const at = this.#line.findIndex(({ key }) => this.#hasPlaceFor(key));
    if (at < 0) return;
    const [{ key, begin }] = this.#line.splice(at, 1);
    this.#count(key, 1);
    begin();
  }

  #hasPlaceFor(key: string): boolean {
    return (
      this.#busy < this.#atATime && (this.#working.get(key) ?? 0) < this.#ofEach
    );
  }

  #count(key: string, change: 1 | -1): void {
    this.#busy += change;
    const working = (this.#working.get(key) ?? 0) + change;
    if (working > 0) this.#working.set(key, working);
    else this.#working.delete(key);
  }
}
