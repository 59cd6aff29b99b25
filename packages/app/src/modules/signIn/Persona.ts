import type { ConfigApi } from '@backstage/frontend-plugin-api';

/** Somebody one may sign in as without a password. */
export interface Persona {
  name: string;
  /** Reference of a user in the catalog. */
  entityRef: string;
  /** A few words under the name. */
  role: string;
  /** What they may do, in one sentence. */
  description: string;
}

/** Reads the people of `auth.providers.personas`; none where it is not set. */
export function readPersonas(config: ConfigApi): Persona[] {
  const users =
    config.getOptionalConfigArray(
      'auth.providers.personas.development.users',
    ) ?? [];
  return users.map(user => ({
    name: user.getString('name'),
    entityRef: user.getString('entityRef'),
    role: user.getString('role'),
    description: user.getString('description'),
  }));
}
