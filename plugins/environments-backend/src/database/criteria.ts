import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';

/** What permission rules turn into: a column and the values it may have. */
export interface EnvironmentQuery {
  key: 'owner_ref';
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
  } else {
    builder.whereIn(criteria.key, criteria.values);
  }
}
