import { toError } from '@backstage/errors';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isNoAnswer } from '../format/error';

/** Nobody who waits for the network wants to wait longer than that after it. */
const NO_ANSWER_INTERVAL_MS = 5_000;

/** Something that is fetched, kept fresh, and never goes blank. */
export interface Resource<T> {
  /** The last answer; kept, and marked stale, when a later try fails. */
  data?: T;
  /** Why the last try failed. */
  error?: Error;
  isPending: boolean;
  isStale: boolean;
  /** Whether it is fetched again without being asked. */
  isPolled: boolean;
  /** Fetches again; while a fetch is running, once more after it. */
  refresh(): void;
  /** Takes an answer that came another way, such as with a mutation. */
  accept(data: T): void;
}

interface State<T> {
  key: string;
  data?: T;
  error?: Error;
}

/**
 * @param key - what is fetched; another key starts from nothing
 * @param intervalMs - when to fetch again, from the last answer; undefined for not at all
 */
export function useResource<T>(
  key: string,
  load: (signal: AbortSignal, previous: T | undefined) => Promise<T>,
  intervalMs?: (data: T | undefined) => number | undefined,
): Resource<T> {
  const [state, setState] = useState<State<T>>({ key });
  const options = useRef({ key, load, intervalMs });
  options.current = { key, load, intervalMs };
  /** How many answers came another way. */
  const accepted = useRef(0);
  const refreshRef = useRef<() => void>(() => {});
  const last = useRef<State<T>>(state);

  const settle = useCallback((next: State<T>) => {
    last.current = next;
    setState(next);
  }, []);

  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isRunning = false;
    let isWantedAgain = false;

    function lastData() {
      return last.current.key === key ? last.current.data : undefined;
    }

    async function run() {
      // A storm of signals must not cancel the fetch that would answer it.
      if (isRunning) {
        isWantedAgain = true;
        return;
      }
      clearTimeout(timer);
      isRunning = true;
      const before = accepted.current;
      try {
        const data = await options.current.load(controller.signal, lastData());
        if (controller.signal.aborted) return;
        // It may be of before what was accepted meanwhile.
        if (accepted.current === before) settle({ key, data });
        else isWantedAgain = true;
      } catch (error) {
        if (controller.signal.aborted) return;
        settle({ key, data: lastData(), error: toError(error) });
      }
      isRunning = false;
      if (isWantedAgain) {
        isWantedAgain = false;
        run();
        return;
      }
      const delay = options.current.intervalMs?.(lastData());
      if (delay !== undefined) {
        const { error } = last.current;
        timer = setTimeout(
          run,
          error && isNoAnswer(error)
            ? Math.min(delay, NO_ANSWER_INTERVAL_MS)
            : delay,
        );
      }
    }

    refreshRef.current = run;
    run();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [key, settle]);

  const current = state.key === key ? state : { key };
  return {
    data: current.data,
    error: current.error,
    isPending: current.data === undefined && current.error === undefined,
    isStale: current.data !== undefined && current.error !== undefined,
    isPolled: intervalMs !== undefined,
    refresh: useCallback(() => refreshRef.current(), []),
    accept: useCallback(
      (data: T) => {
        // Whoever waited for it may look at something else by now.
        if (options.current.key !== key) return;
        accepted.current += 1;
        settle({ key, data });
      },
      [key, settle],
    ),
  };
}
