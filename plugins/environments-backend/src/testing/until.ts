import { setTimeout as wait } from 'node:timers/promises';

const INTERVAL_MILLISECONDS = 25;

/**
 * Looks again and again until there is something to see, and answers with that.
 * What never comes is ended by the timeout of the test.
 */
export async function until<T>(
  look: () => T | Promise<T>,
): Promise<Exclude<T, undefined | false>> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) {
      return seen as Exclude<T, undefined | false>;
    }
    await wait(INTERVAL_MILLISECONDS);
  }
}
