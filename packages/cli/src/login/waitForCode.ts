import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const PATH = '/callback';
const GIVEN_UP_AFTER_MS = 300_000;

/**
 * Listens on this machine for the browser to come back with a code. What does not
 * carry the state that `begin` answers with is not from it, and is refused.
 *
 * @param begin - is told where the browser is to come back to
 * @returns the code, and that place
 */
export async function waitForCode(
  begin: (redirectUri: string) => string,
): Promise<{ code: string; redirectUri: string }> {
  const server = createServer();
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  const redirectUri = `http://127.0.0.1:${port}${PATH}`;
  try {
    const state = begin(redirectUri);
    const code = await new Promise<string>((done, failed) => {
      const timer = setTimeout(
        () => failed(new Error('Nobody signed in within five minutes')),
        GIVEN_UP_AFTER_MS,
      );
      server.once('close', () => clearTimeout(timer));
      server.on('request', (request, response) => {
        const url = new URL(request.url!, redirectUri);
        const say = (status: number, text: string) =>
          response
            .writeHead(status, {
              'content-type': 'text/plain; charset=utf-8',
              'cache-control': 'no-store',
              connection: 'close',
            })
            .end(text);
        if (
          url.pathname !== PATH ||
          !isSame(url.searchParams.get('state'), state)
        ) {
          say(404, 'This is not what sandlot login waits for.');
          return;
        }
        const given = url.searchParams.get('code');
        if (given) {
          say(200, 'You are signed in. You can close this page.');
          done(given);
        } else {
          say(200, 'You are not signed in. You can close this page.');
          failed(new Error('The sign-in was refused in the browser'));
        }
      });
    });
    return { code, redirectUri };
  } finally {
    server.close();
  }
}

function isSame(given: string | null, expected: string): boolean {
  const [a, b] = [given ?? '', expected].map(text => Buffer.from(text));
  return a.length === b.length && timingSafeEqual(a, b);
}
