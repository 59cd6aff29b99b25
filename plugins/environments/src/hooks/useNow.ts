import { useEffect, useState } from 'react';

/**
 * The time, again every second while something on the page counts.
 *
 * @param isCounting - false stops the clock
 */
export function useNow(isCounting: boolean): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (!isCounting) {
      return undefined;
    }
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), 1_000);
    return () => clearInterval(timer);
  }, [isCounting]);
  return now;
}
