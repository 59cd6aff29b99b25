import { useState } from 'react';

const STORE = 'sandlot.audit.trustedKeys';

/** The verifier keys that this reader trusts, by the name of the log. */
type Store = Record<string, string[]>;

/**
 * Keys that the reader compared with those that they were given, kept in this
 * browser and nowhere else: what the portal says about itself proves nothing.
 *
 * @param origin - name of the log
 */
export function useTrustedKeys(origin: string) {
  const [store, setStore] = useState(read);
  return {
    /** Empty before the first. */
    keys: store[origin] ?? [],
    trust(keys: readonly string[]) {
      const next = { ...read(), [origin]: [...keys] };
      window.localStorage.setItem(STORE, JSON.stringify(next));
      setStore(next);
    },
  };
}

/** What is there may be of whatever version, or of somebody's hand. */
function read(): Store {
  try {
    const store: unknown = JSON.parse(
      window.localStorage.getItem(STORE) ?? '{}',
    );
    return Object.fromEntries(
      Object.entries(store as object).filter(
        ([, keys]) =>
          Array.isArray(keys) && keys.every(key => typeof key === 'string'),
      ),
    );
  } catch {
    return {};
  }
}
