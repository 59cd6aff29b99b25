import { ExportProblem } from './ExportVerdict';

const MOST = 1000;

/** What was found, up to 1,000: a whole log may be bad. */
export class Problems {
  readonly #found: ExportProblem[] = [];
  #more = 0;

  static create(): Problems {
    return new Problems();
  }

  private constructor() {}

  add(problem: ExportProblem): void {
    if (this.#found.length < MOST) this.#found.push(problem);
    else this.#more += 1;
  }

  get isEmpty(): boolean {
    return this.#found.length === 0;
  }

  /** How many were not kept. */
  get more(): number {
    return this.#more;
  }

  /** The first index first; what belongs to no index last. */
  inOrder(): ExportProblem[] {
    return [...this.#found].sort((one, other) => {
      const [first, second] = [startOf(one), startOf(other)];
      if (first === second) return 0;
      return first < second ? -1 : 1;
    });
  }
}

function startOf({ index, span }: ExportProblem): bigint {
  return index ?? span?.from ?? 2n ** 64n;
}
