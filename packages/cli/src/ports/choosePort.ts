import { ConflictError } from '@backstage/errors';
import { isPortFree } from './findPort';
import { findPortOwner } from './findPortOwner';

/** The port of the portal when nobody asks for another. */
export const DEFAULT_PORT = 7007;
const TRIES = 20;

/**
 * Chooses the portal's port: the one that was asked for, or the first free one from
 * {@link DEFAULT_PORT} on.
 *
 * @throws ConflictError when the port that was asked for is taken, or all are.
 */
export async function choosePort(
  wanted: number | undefined,
  say: (line: string) => void,
): Promise<number> {
  if (wanted !== undefined) {
    if (!(await isPortFree(wanted))) {
      throw new ConflictError(
        `Port ${wanted} is taken${byWhom(
          wanted,
        )}. End that process, or choose another port with --port.`,
      );
    }
    return wanted;
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + TRIES; port += 1) {
    if (await isPortFree(port)) {
      if (port !== DEFAULT_PORT) {
        say(
          `Port ${DEFAULT_PORT} is taken${byWhom(
            DEFAULT_PORT,
          )}: the portal uses ${port}.`,
        );
      }
      return port;
    }
  }
  throw new ConflictError(
    `The ports ${DEFAULT_PORT} to ${
      DEFAULT_PORT + TRIES - 1
    } are taken. Choose a free one with --port.`,
  );
}

function byWhom(port: number): string {
  const owner = findPortOwner(port);
  return owner ? ` by ${owner}` : '';
}
