import { Victim } from './Victim';

/**
 * Backends for points side by side: processes that die of each fault are started
 * before they are needed, as that takes a second, and those that live on are used again.
 */
export class VictimPool {
  readonly #start: () => Promise<Victim>;
  readonly #isReused: boolean;
  readonly #ready: Promise<Victim>[];

  constructor(
    start: () => Promise<Victim>,
    options: { count: number; isReused: boolean },
  ) {
    this.#start = start;
    this.#isReused = options.isReused;
    this.#ready = Array.from({ length: options.count }, () => this.#next());
  }

  /** Whoever takes one stops it. */
  async take(): Promise<Victim> {
    const next = this.#ready.shift() ?? this.#next();
    if (!this.#isReused) {
      this.#ready.push(this.#next());
      return next;
    }
    const victim = await next;
    return {
      ...victim,
      stop: async () => {
        this.#ready.push(next);
      },
    };
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#ready.map(async next => {
        const victim = await next.catch(() => undefined);
        await victim?.stop();
      }),
    );
  }

  #next(): Promise<Victim> {
    // Nothing has struck yet: one that does not come up says nothing about the engine.
    const victim = this.#start().catch(this.#start);
    // Whoever takes it hears of it.
    victim.catch(() => {});
    return victim;
  }
}
