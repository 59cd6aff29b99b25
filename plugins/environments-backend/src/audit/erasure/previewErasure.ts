import { AuditErasurePreview } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { namesPerson } from './namesPerson';

/** Records that are counted. */
const COUNTED = 10_000;

/**
 * Environments whose tables beside have `:person`. The label of a link says for whom it
 * is, in whatever words: it counts if it has their `:name`, as `hasWord` finds it.
 */
const namedBeside = `
  select environment_id from access_accounts where person = :person
  union select environment_id from elevations where :person in (person, decided_by, closed_by)
  union select environment_id from approvals where :person in (by_ref, requested_by)
  union select environment_id from approvals join approval_decisions on approval_id = id
    where :person in (actor_ref, principal_ref)
  union select environment_id from shares where created_by = :person or exists (
    select from regexp_split_to_table(lower(label), '[^\\w.-]+') as word
    where rtrim(word, '._-') = :name)
  union select environment_id from shares join share_grants on share_id = id where person = :person`;

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
         where owner_ref = :person or created_by = :person or members @> cast(:members as jsonb)
           or id in (${namedBeside})) as environments,
       count(*)::int as records,
       count(*) filter (where actor_ref = :person or on_behalf_of = :person)::int as acted
     from (
       select actor_ref, on_behalf_of from audit_disclosures d where ${namesPerson} limit ${
      COUNTED + 1
    }
     ) found`,
    {
      person,
      name: person.slice(person.indexOf('/') + 1),
      members: JSON.stringify([{ ref: person }]),
    },
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
