import os from 'node:os';

/**
 * Clocks of this machine that nobody sets, in milliseconds. The first is fine and
 * stands still while the machine is suspended; the second goes on, in steps of 10 ms.
 */
const clocks = [() => performance.now(), () => os.uptime() * 1000];

/** A moment from now on, which has come when any of these clocks says so. */
export class Deadline {
  readonly #ends: number[];

  static in(seconds: number): Deadline {
    return new Deadline(clocks.map(now => now() + seconds * 1000));
  }

  private constructor(ends: number[]) {
    this.#ends = ends;
  }

  /** Whether it will have come so many milliseconds from now. */
  isWithin(milliseconds: number): boolean {
    return clocks.some(
      (now, index) => now() + milliseconds >= this.#ends[index],
    );
  }
}
