import { spawn } from 'node:child_process';
import { parse } from 'yaml';
import { Login, LoginFile } from '../login/LoginFile';
import { PortalAuth } from '../login/PortalAuth';
import { portalUrl } from '../login/portalUrl';
import { waitForCode } from '../login/waitForCode';

/** So long before its end a token is renewed: it has to last for the call. */
const MARGIN_MS = 60_000;
/** Kubernetes gives none for less, and kubectl asks again. */
const TOKEN_SECONDS = 600;

const say = (text: string) => process.stderr.write(`${text}\n`);

/** Signs in by the browser, and keeps the login. */
export async function login(options: {
  portal: string;
  browser: boolean;
}): Promise<void> {
  const portal = portalUrl(options.portal);
  const auth = new PortalAuth(portal);
  await auth.requireEnabled();
  let verifier = '';
  const { code, redirectUri } = await waitForCode(place => {
    const begun = auth.begin(place);
    verifier = begun.verifier;
    // Backstage says so of every program, and asks for consent to it.
    say(
      `Sign in in the browser, where this is called "Backstage CLI":\n${begun.url}`,
    );
    if (options.browser) openBrowser(begun.url);
    return begun.state;
  });
  const given = await auth.redeem(code, redirectUri, verifier);
  await LoginFile.forUser(process.env).change(portal, async () => given);
  say(
    given.refreshToken
      ? `You are signed in to ${portal}`
      : `You are signed in to ${portal} until ${given.expiresAt}: it renews no logins`,
  );
}

/** Forgets the login, here and at the portal. */
export async function logout(options: { portal?: string }): Promise<void> {
  const file = LoginFile.forUser(process.env);
  const portal = await choose(file, options.portal);
  await file.change(portal, async known => {
    if (known?.refreshToken) {
      await new PortalAuth(portal)
        .revoke(known.refreshToken)
        .catch(error =>
          say(
            `The login is forgotten here; the portal could not be told: ${error.message}`,
          ),
        );
    }
    return undefined;
  });
  say(`You are signed out of ${portal}`);
}

/** What kubectl runs to get a token. Standard output is its answer, and nothing else. */
export async function kubeToken(options: {
  environment: string;
  role: string;
  portal?: string;
}): Promise<void> {
  const file = LoginFile.forUser(process.env);
  const portal = await choose(file, options.portal);
  const { accessToken } = await currentLogin(file, portal);
  const answer = await fetch(
    `${portal}/api/environments/environments/${encodeURIComponent(
      options.environment,
    )}/kubeconfig`,
    {
      method: 'POST',
      redirect: 'error',
      headers: {
        authorization: `Bearer ${accessToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        role: options.role,
        expirationSeconds: TOKEN_SECONDS,
      }),
    },
  );
  const body = await answer.json().catch(() => undefined);
  if (!answer.ok) {
    throw new Error(
      `The portal gave no access (${answer.status}): ${
        body?.error?.message ?? 'it did not say why'
      }`,
    );
  }
  const { token } = parse(body.kubeconfig).users[0].user;
  process.stdout.write(
    `${JSON.stringify({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token, expirationTimestamp: body.expiresAt },
    })}\n`,
  );
}

/** The portal that is named, or the only one that there is a login to. */
async function choose(file: LoginFile, named?: string): Promise<string> {
  if (named !== undefined) return portalUrl(named);
  const portals = Object.keys(await file.read());
  if (portals.length === 1) return portals[0];
  throw new Error(
    portals.length === 0
      ? 'You are not signed in: run sandlot login --portal URL'
      : `You are signed in to ${portals.join(
          ' and ',
        )}: say which with --portal`,
  );
}

async function currentLogin(file: LoginFile, portal: string): Promise<Login> {
  const again = `run sandlot login --portal ${portal}`;
  const isGood = ({ expiresAt }: Login) =>
    Date.parse(expiresAt) - Date.now() > MARGIN_MS;
  const known = (await file.read())[portal];
  if (!known) throw new Error(`You are not signed in to ${portal}: ${again}`);
  if (isGood(known)) return known;
  const renewed = await file.change(portal, async latest => {
    // Another process may have done it while this one waited.
    if (!latest || isGood(latest)) return latest;
    if (!latest.refreshToken) {
      throw new Error(`Your login to ${portal} has ended: ${again}`);
    }
    return new PortalAuth(portal).refresh(latest.refreshToken).catch(error => {
      throw new Error(`${error.message}: ${again}`);
    });
  });
  if (!renewed) throw new Error(`You are not signed in to ${portal}: ${again}`);
  return renewed;
}

function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin' ? ['open', url] : ['xdg-open', url];
  // Without one the address on the screen is enough.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
