import { useCallback, useMemo } from 'react';
import { useSearchParams } from '../router';

/** What a page shows, kept in the address so that it can be handed on. */
export interface QueryState<K extends string> {
  values: Partial<Record<K, string>>;
  /** Empty and undefined values leave the address. */
  set(changes: Partial<Record<K, string | undefined>>): void;
}

export function useQueryState<K extends string>(
  names: readonly K[],
): QueryState<K> {
  const [params, setParams] = useSearchParams();
  const search = params.toString();

  const values = useMemo(() => {
    const current = new URLSearchParams(search);
    return Object.fromEntries(
      names.flatMap(name => {
        const value = current.get(name);
        return value ? [[name, value]] : [];
      }),
    ) as Partial<Record<K, string>>;
  }, [names, search]);

  const set = useCallback(
    (changes: Partial<Record<K, string | undefined>>) => {
      setParams(
        previous => {
          const next = new URLSearchParams(previous);
          for (const [name, value] of Object.entries<string | undefined>(
            changes as Record<string, string | undefined>,
          )) {
            if (value) {
              next.set(name, value);
            } else {
              next.delete(name);
            }
          }
          return next;
        },
        { replace: true },
      );
    },
    [setParams],
  );
  return { values, set };
}
