/** Values that were asked for last; so that it stays small, older ones are forgotten. */
export class LruCache<Value> {
  // A Map keeps the order in which keys were set.
  readonly #values = new Map<string, Value>();
  readonly #most: number;

  /** @param most - how many values are kept */
  static create<Value>(most: number): LruCache<Value> {
    return new LruCache(most);
  }

  private constructor(most: number) {
    this.#most = most;
  }

  /** @param make - for a key that is not there; what it throws is not kept */
  get(key: string, make: () => Value): Value {
    const value = this.#values.has(key) ? this.#values.get(key)! : make();
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.#most) {
      this.#values.delete(this.#values.keys().next().value!);
    }
    return value;
  }
}
