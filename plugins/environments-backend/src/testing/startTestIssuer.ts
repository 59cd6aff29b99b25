import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { AddressInfo } from 'node:net';
import { stringify } from 'yaml';
import { proxyCertificate } from './faults/certificate';

const KEY_ID = 'test';
/** Of the kubeconfigs of tests. */
export const TEST_CLIENT = 'sandlot-test';

/** An identity provider on the loopback address, as far as an API server asks it. */
export async function startTestIssuer() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
  });
  const jwk = {
    ...publicKey.export({ format: 'jwk' }),
    kid: KEY_ID,
    alg: 'RS256',
    use: 'sig',
  };
  const { key, certificate } = proxyCertificate();
  let url = '';
  const server = createServer({ key, cert: certificate }, (req, res) => {
    const answers: Record<string, object> = {
      '/.well-known/openid-configuration': {
        issuer: url,
        jwks_uri: `${url}/keys`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      },
      '/keys': { keys: [jwk] },
    };
    const answer = answers[req.url ?? ''];
    res.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    res.end(JSON.stringify(answer ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,

    /** What an API server reads to know its people, by their e-mail with a prefix. */
    authenticationConfig(prefix: string): string {
      return stringify({
        apiVersion: 'apiserver.config.k8s.io/v1beta1',
        kind: 'AuthenticationConfiguration',
        jwt: [
          {
            issuer: {
              url,
              audiences: [TEST_CLIENT],
              certificateAuthority: certificate,
            },
            claimMappings: { username: { claim: 'email', prefix } },
          },
        ],
      });
    },

    /** As `kubectl oidc-login` gets one when that person has signed in. */
    tokenOf(email: string): string {
      const now = Math.floor(Date.now() / 1000);
      const encode = (part: object) =>
        Buffer.from(JSON.stringify(part)).toString('base64url');
      const content = [
        { alg: 'RS256', kid: KEY_ID, typ: 'JWT' },
        {
          iss: url,
          aud: TEST_CLIENT,
          sub: email,
          email,
          email_verified: true,
          iat: now,
          exp: now + 3600,
        },
      ]
        .map(encode)
        .join('.');
      const signature = sign('sha256', Buffer.from(content), privateKey);
      return `${content}.${signature.toString('base64url')}`;
    },

    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
