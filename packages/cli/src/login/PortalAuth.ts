import { createHash, randomBytes } from 'node:crypto';
import type { Login } from './LoginFile';

const ANSWER_WITHIN_MS = 30_000;

/**
 * Backstage's own sign-in for command lines: OAuth 2 with PKCE, the client being known
 * by its metadata document.
 */
export class PortalAuth {
  readonly #base: string;
  readonly clientId: string;

  /** @param portal - its address */
  constructor(portal: string) {
    this.#base = `${portal}/api/auth`;
    this.clientId = `${this.#base}/.well-known/oauth-client/cli.json`;
  }

  /** @throws Error when the portal has no such sign-in */
  async requireEnabled(): Promise<void> {
    const answer = await this.#fetch(this.clientId);
    if (!answer.ok) {
      throw new Error(
        `The portal has no sign-in for command lines (${this.clientId} answers ${answer.status}): set auth.clientIdMetadataDocuments.enabled in its configuration`,
      );
    }
  }

  /** Where the browser goes, and what proves afterwards that it was sent from here. */
  begin(redirectUri: string): { url: string; state: string; verifier: string } {
    const verifier = randomBytes(32).toString('base64url');
    const state = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: this.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid offline_access',
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return { url: `${this.#base}/v1/authorize?${query}`, state, verifier };
  }

  redeem(code: string, redirectUri: string, verifier: string): Promise<Login> {
    return this.#login({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
  }

  refresh(refreshToken: string): Promise<Login> {
    return this.#login({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
  }

  /** Ends the login at the portal, as far as it keeps one. */
  async revoke(refreshToken: string): Promise<void> {
    const answer = await this.#post('/v1/revoke', {
      token: refreshToken,
      token_type_hint: 'refresh_token',
      client_id: this.clientId,
    });
    if (!answer.ok) throw new Error(`the portal answers ${answer.status}`);
  }

  async #login(body: Record<string, string>): Promise<Login> {
    const answer = await this.#post('/v1/token', body);
    if (!answer.ok) {
      throw new Error(
        `The portal gave no token for this login (it answers ${answer.status})`,
      );
    }
    const given = await answer.json();
    return {
      clientId: this.clientId,
      accessToken: given.access_token,
      expiresAt: new Date(Date.now() + given.expires_in * 1000).toISOString(),
      refreshToken: given.refresh_token,
    };
  }

  #post(path: string, body: Record<string, string>): Promise<Response> {
    return this.#fetch(`${this.#base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** Whoever is asked is who was named: no token goes where a redirect points. */
  async #fetch(url: string, init?: RequestInit): Promise<Response> {
    try {
      return await fetch(url, {
        ...init,
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch (error) {
      throw new Error(
        `The portal can't be reached at ${new URL(url).origin}: ${
          (error as Error).message
        }`,
      );
    }
  }
}
