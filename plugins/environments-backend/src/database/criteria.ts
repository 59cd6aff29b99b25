import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';

/** What permission rules turn into: a column and the values it may have. */
export interface EnvironmentQuery {
  key: 'owner_ref' | 'members' | 'guests';
  values: string[];
}

/** Adds the criteria of a conditional decision to a query's where clause. */
export function applyCriteria(
  builder: Knex.QueryBuilder,
  criteria: PermissionCriteria<EnvironmentQuery>,
): void {
  if ('allOf' in criteria) {
    for (const part of criteria.allOf) {
      builder.andWhere(inner => applyCriteria(inner, part));
    }
  } else if ('anyOf' in criteria) {
    for (const part of criteria.anyOf) {
      builder.orWhere(inner => applyCriteria(inner, part));
    }
  } else if ('not' in criteria) {
    builder.whereNot(inner => applyCriteria(inner, criteria.not));
  } else if (criteria.key === 'members') {
    builder.where(inner => isMember(inner, criteria.values));
  } else if (criteria.key === 'guests') {
    builder.whereRaw(
      'environments.id in (select environment_id from environment_guests where person = any(?))',
      [criteria.values],
    );
  } else {
    builder.whereIn(criteria.key, criteria.values);
  }
}

/** One look into the index for each of them. */
function isMember(builder: Knex.QueryBuilder, refs: string[]): void {
  if (refs.length === 0) builder.whereRaw('false');
  for (const ref of refs) {
    builder.orWhereRaw('members @> ?::jsonb', [JSON.stringify([{ ref }])]);
  }
}
