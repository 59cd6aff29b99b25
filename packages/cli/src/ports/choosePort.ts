import { ConflictError } from '@backstage/errors';
import { isPortFree } from './findPort';
import { findPortOwner } from './findPortOwner';

/** The port of the portal when nobody asks for another. */
const DEFAULT_PORT = 7007;
const TRIES = 20;

/**
 * Chooses the portal's port: the one that was asked for, or the first free one from the default
 * on.
 *
 * @throws ConflictError when the port that was asked for is taken, or all are.
 */
export async function choosePort(
  wanted: number | undefined,
  say: (line: string) => void,
  defaultPort: number = DEFAULT_PORT,
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
  for (let port = defaultPort; port < defaultPort + TRIES; port += 1) {
    if (await isPortFree(port)) {
      if (port !== defaultPort) {
        say(
          `Port ${defaultPort} is taken${byWhom(
            defaultPort,
          )}: the portal uses ${port}.`,
        );
      }
      return port;
    }
  }
  throw new ConflictError(
    `The ports ${defaultPort} to ${
      defaultPort + TRIES - 1
    } are taken. Choose a free one with --port.`,
  );
}

function byWhom(port: number): string {
  const owner = findPortOwner(port);
  return owner ? ` by ${owner}` : '';
}
