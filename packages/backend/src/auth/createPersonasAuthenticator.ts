import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { isLoopback } from './isLoopback';
import type { Persona } from './readPersonas';

/**
 * Takes the persona from the `x-sandlot-persona` header, the entity reference
 * of one of them.
 *
 * A header, because a page of another origin can't send one unasked. Peer and
 * Host must be of this machine too: the backend may listen to more than
 * backend.baseUrl says, and a name on the internet may be made to point here.
 */
export function createPersonasAuthenticator(personas: Persona[]) {
  return createProxyAuthenticator<undefined, Persona, undefined>({
    async defaultProfileTransform(persona) {
      return { profile: { displayName: persona.name } };
    },
    initialize() {
      return undefined;
    },
    async authenticate({ req }) {
      if (
        !isLoopback(req.socket.remoteAddress ?? '') ||
        !isLoopback(req.hostname)
      ) {
        throw new NotAllowedError(
          'Development sign-in answers only requests from the machine it runs on',
        );
      }
      const requested = req.header('x-sandlot-persona');
      const persona = personas.find(({ entityRef }) => entityRef === requested);
      if (!persona) {
        throw new AuthenticationError(
          `The header x-sandlot-persona must be one of ${personas
            .map(({ entityRef }) => entityRef)
            .join(', ')}`,
        );
      }
      return { result: persona };
    },
  });
}
