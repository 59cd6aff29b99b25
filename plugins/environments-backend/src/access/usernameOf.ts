import { AuthService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  ServiceUnavailableError,
  stringifyError,
} from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ClusterSignIn } from '../clusters/ClusterSignIn';

const LONGEST = 253;
/** Nothing that shows otherwise than it is, in a list of who has access. */
const PLAIN = /^[\p{L}\p{N}\p{P}\p{S}]+$/u;

/**
 * As whom a cluster knows a person who signs in to it by themselves. The catalog says
 * it, asked with the portal's own rights.
 *
 * @throws ConflictError when the catalog doesn't, or says what can't be a name there;
 * ServiceUnavailableError when it does not answer
 */
export async function usernameOf(
  { catalog, auth }: { catalog: CatalogService; auth: AuthService },
  person: string,
  { username: { annotation, prefix } }: ClusterSignIn,
  cluster: string,
): Promise<string> {
  const entity = await auth
    .getOwnServiceCredentials()
    .then(credentials => catalog.getEntityByRef(person, { credentials }))
    .catch(error => {
      throw new ServiceUnavailableError(
        `The catalog does not say as whom cluster ${cluster} knows ${person}: ${stringifyError(
          error,
        )}`,
      );
    });
  const place = annotation ? `annotation ${annotation}` : 'spec.profile.email';
  const name = annotation
    ? entity?.metadata.annotations?.[annotation]
    : (entity?.spec?.profile as { email?: unknown } | undefined)?.email;
  if (typeof name !== 'string' || name === '') {
    throw new ConflictError(
      `Cluster ${cluster} knows people by the ${place} that the catalog has of them, and there is none of ${person}: have it added, then ask again`,
    );
  }
  const username = `${prefix}${name}`;
  if (
    username.length > LONGEST ||
    !PLAIN.test(username) ||
    username.startsWith('system:')
  ) {
    throw new ConflictError(
      `The ${place} that the catalog has of ${person} can't be the name of a user of cluster ${cluster}: expected at most ${LONGEST} letters, digits and signs with "${prefix}" before it, without spaces, and not beginning with "system:"`,
    );
  }
  return username;
}
