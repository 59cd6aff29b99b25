/** A fault, and the calls that it strikes. */
export interface FaultRule<TCall, TEffect> {
  effect: TEffect;
  /** Absent: every call. */
  matches?(call: TCall): boolean;
  /** The first of the matching calls that is struck, from 1. */
  from?: number;
  /** How many of them from there on; one if absent. */
  times?: number;
  /** Right when the fault strikes: for `cutAfter` when the call is done. */
  onStrike?(): void;
}

/** A rule that is being kept to. */
export interface ActiveRule {
  /** Calls that it has matched so far, struck or not. */
  readonly matched: number;
  end(): void;
}

interface Entry<TCall, TEffect> {
  rule: FaultRule<TCall, TEffect>;
  matched: number;
}

/** Which fault, if any, strikes a call. Calls are counted one by one as they come. */
export class FaultRules<TCall, TEffect> {
  readonly #entries = new Set<Entry<TCall, TEffect>>();

  add(rule: FaultRule<TCall, TEffect>): ActiveRule {
    const entry = { rule, matched: 0 };
    this.#entries.add(entry);
    return {
      get matched() {
        return entry.matched;
      },
      end: () => {
        this.#entries.delete(entry);
      },
    };
  }

  /** @returns the first rule that strikes this call */
  take(call: TCall): FaultRule<TCall, TEffect> | undefined {
    let striking: FaultRule<TCall, TEffect> | undefined;
    for (const entry of this.#entries) {
      const { rule } = entry;
      if (rule.matches && !rule.matches(call)) continue;
      entry.matched += 1;
      const { from = 1, times = 1 } = rule;
      if (entry.matched >= from && entry.matched < from + times) {
        striking ??= rule;
      }
    }
    return striking;
  }
}
