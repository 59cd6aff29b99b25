import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';

/** What a person is to Sandlot; exactly one, so that rules read as a table. */
export type Role = 'developer' | 'ops' | 'auditor';

/** Whoever asks: their role, and the entities in whose name they may act. */
export interface Person {
  role: Role;
  /** Full references of the user and of their groups. */
  claims: string[];
}

/** Tells a person's role from their groups. */
export class Roles {
  readonly #ops: Set<string>;
  readonly #auditors: Set<string>;

  static fromConfig(config: Config): Roles {
    return new Roles(
      readGroups(config, 'environments.roles.ops'),
      readGroups(config, 'environments.roles.auditors'),
    );
  }

  private constructor(ops: Set<string>, auditors: Set<string>) {
    this.#ops = ops;
    this.#auditors = auditors;
  }

  /** Auditor comes before ops: one who checks must not have had a hand in it. */
  personOf(claims: string[]): Person {
    if (claims.some(claim => this.#auditors.has(claim))) {
      return { role: 'auditor', claims };
    }
    if (claims.some(claim => this.#ops.has(claim))) {
      return { role: 'ops', claims };
    }
    return { role: 'developer', claims };
  }
}

function readGroups(config: Config, key: string): Set<string> {
  const references = config.getOptionalStringArray(key) ?? [];
  return new Set(references.map(reference => readGroup(reference, key)));
}

function readGroup(reference: string, key: string): string {
  const group = stringifyEntityRef(
    parseEntityRef(reference, { defaultKind: 'group' }),
  );
  if (!group.startsWith('group:')) {
    throw new Error(
      `${key} in the configuration holds '${reference}', expected a group such as 'group:default/platform-ops'; put the person into a group and name that`,
    );
  }
  return group;
}
