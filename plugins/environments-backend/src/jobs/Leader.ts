import { Leadership } from '../database/Leadership';
import { Store } from '../database/Store';

/** Whether this backend is the one of many that does something, from when it first could until it stops. */
export class Leader {
  readonly #store: Store;
  readonly #name: string;
  #leadership?: Leadership;
  #stopped = false;

  constructor(store: Store, name: string) {
    this.#store = store;
    this.#name = name;
  }

  /** Takes the lead if nobody has it. */
  async leads(): Promise<boolean> {
    if (this.#stopped) return false;
    if (!this.#leadership?.isHeld) {
      this.#leadership = await this.#store.lead(this.#name);
    }
    return this.#leadership !== undefined;
  }

  /** Lets another backend have it, for good. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#leadership?.release();
  }
}
