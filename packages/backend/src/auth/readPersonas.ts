import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const key = 'auth.providers.personas.development.users';

/** Somebody one may sign in as without a password. */
export interface Persona {
  name: string;
  /** Full reference of a user in the catalog. */
  entityRef: string;
}

/**
 * Reads the people one may sign in as.
 *
 * @throws InputError if there are none, or an `entityRef` isn't one of a user.
 */
export function readPersonas(config: Config): Persona[] {
  const personas = (config.getOptionalConfigArray(key) ?? []).map(user => ({
    name: user.getString('name'),
    entityRef: readUserRef(user.getString('entityRef')),
  }));
  if (personas.length === 0) {
    throw new InputError(
      `${key} in the configuration is empty, expected at least one person; list one or remove auth.providers.personas`,
    );
  }
  return personas;
}

function readUserRef(reference: string): string {
  const user = stringifyEntityRef(
    parseEntityRef(reference, { defaultKind: 'user' }),
  );
  if (!user.startsWith('user:')) {
    throw new InputError(
      `${key} in the configuration holds '${reference}', expected a user such as 'user:default/dana'`,
    );
  }
  return user;
}
