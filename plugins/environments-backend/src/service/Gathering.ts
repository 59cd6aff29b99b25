/** Ids in one message. */
const TOGETHER = 100;

/** Gathers ids for a while, and tells each once. */
export class Gathering {
  readonly #milliseconds: number;
  readonly #isPrompt: boolean;
  readonly #tell: (ids: string[]) => void;
  readonly #ids = new Set<string>();
  #timer?: NodeJS.Timeout;

  constructor(
    options: {
      milliseconds: number;
      /** What comes after a quiet time is told without waiting. */
      isPrompt: boolean;
    },
    tell: (ids: string[]) => void,
  ) {
    this.#milliseconds = options.milliseconds;
    this.#isPrompt = options.isPrompt;
    this.#tell = tell;
  }

  add(ids: string[]): void {
    for (const id of ids) this.#ids.add(id);
    if (this.#timer) return;
    if (this.#isPrompt) this.#flush();
    this.#wait();
  }

  #wait(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#ids.size === 0) return;
      this.#flush();
      if (this.#isPrompt) this.#wait();
    }, this.#milliseconds).unref();
  }

  #flush(): void {
    const ids = [...this.#ids];
    this.#ids.clear();
    for (let from = 0; from < ids.length; from += TOGETHER) {
      this.#tell(ids.slice(from, from + TOGETHER));
    }
  }
}
