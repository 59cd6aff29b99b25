import { AuditErasurePreview } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { namesPerson } from './namesPerson';

/** Records that are counted. */
const COUNTED = 10_000;

/**
 * What `erasePerson` would erase, and where else the portal has the person.
 *
 * @param person - reference of a user, in small letters
 */
export async function previewErasure(
  knex: Knex,
  person: string,
): Promise<AuditErasurePreview> {
  const { rows } = await knex.raw(
    `select
       (select count(*)::int from audit_views where owner_ref = :person) as views,
       (select count(*)::int from environments
         where owner_ref = :person or created_by = :person or members @> cast(:members as jsonb)) as environments,
       count(*)::int as records,
       count(*) filter (where actor_ref = :person or on_behalf_of = :person)::int as acted
     from (
       select actor_ref, on_behalf_of from audit_disclosures d where ${namesPerson} limit ${
      COUNTED + 1
    }
     ) found`,
    { person, members: JSON.stringify([{ ref: person }]) },
  );
  const { records, acted, views, environments } = rows[0];
  return {
    records: Math.min(records, COUNTED),
    acted: Math.min(acted, COUNTED),
    isAtLeast: records > COUNTED,
    views,
    environments,
  };
}
