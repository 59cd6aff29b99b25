import { Knex } from 'knex';

/** Rows in one transaction. */
const AT_ONCE = 50_000;

const TABLES = ['audit_records', 'audit_disclosures', 'audit_terms'];

/**
 * Writes records as a portal of a year would, by SQL: two in three about
 * Kubernetes, a hundred people, fifty templates, one in fifty a fault. They have
 * canonical bytes, disclosures and terms, and are in no tree.
 */
export async function fillLog(knex: Knex, rows: number): Promise<void> {
  const { rows: standing } = await knex.raw(
    'select count(*)::int as count from audit_records',
  );
  await withoutIndexes(knex, async () => {
    for (let at = standing[0].count; at < rows; at += AT_ONCE) {
      await fillSome(knex, at, Math.min(rows, at + AT_ONCE), rows);
    }
  });
  await knex.raw(
    `insert into audit_hours
     select date_trunc('hour', recorded_at), action, outcome, count(*) from audit_records group by 1, 2, 3
     on conflict (hour, action, outcome) do update set records = excluded.records`,
  );
  // Not part of what is measured, and as old databases are.
  for (const table of TABLES) {
    await knex.raw(`vacuum analyze ${table}`);
  }
}

/** To build indexes of many millions of rows at once takes a tenth of keeping them meanwhile. */
async function withoutIndexes(
  knex: Knex,
  fill: () => Promise<void>,
): Promise<void> {
  const { rows: indexes } = await knex.raw(
    `select c.oid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid::regclass::text = any(?) and not i.indisprimary and not i.indisunique`,
    [TABLES],
  );
  const { rows: keys } = await knex.raw(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = 'audit_terms'::regclass and contype = 'p'`,
  );
  for (const { name } of indexes) await knex.raw(`drop index ${name}`);
  for (const { name } of keys) {
    await knex.raw(`alter table audit_terms drop constraint ${name}`);
  }
  await fill();
  await knex.raw(`set maintenance_work_mem = '1GB'`);
  for (const { name, definition } of keys) {
    await knex.raw(
      `alter table audit_terms add constraint ${name} ${definition}`,
    );
  }
  for (const { definition } of indexes) await knex.raw(definition);
}

async function fillSome(
  knex: Knex,
  from: number,
  to: number,
  rows: number,
): Promise<void> {
  await knex.transaction(async trx => {
    // All of it fits together as it is made.
    await trx.raw('set local session_replication_role = replica');
    await trx.raw(
      `with made as (
       select n, gen_random_uuid() as event_id,
         timestamptz '2026-01-01 00:00Z' + interval '365 days' * (n::float / :rows) + random() * interval '2 seconds' as at,
         n / 40 as request,
         md5('request' || n / 40)::uuid as correlation_id,
         md5('environment' || n / 200)::uuid as environment_id,
         'user:default/person-' || n / 40 % 100 as person,
         'group:default/team-' || n / 40 % 20 as team,
         'environmenttemplate:default/template-' || n / 200 % 50 as template,
         'sha256:' || repeat(md5((n / 200 % 50 + n / 100000)::text), 2) as revision,
         (array['eu', 'us', 'ap'])[1 + n / 200 % 3] as cluster,
         'sbx-shop-' || n / 200 as namespace,
         case when n % 40 = 0 then 'requested' when n % 40 = 1 then 'authorized' when n % 2000 = 39 then 'denied'
           when n % 300 = 17 then 'failed' when n % 10000 = 19 then 'unknown'
           when n % 2 = 0 then 'attempt' else 'succeeded' end as stage,
         case when n % 40 in (0, 1, 39) then 'environment.create'
           when n % 40 = 2 then 'kubernetes.create' else 'kubernetes.apply' end as action
       from generate_series(cast(:from as int), cast(:to as int) - 1) as n
     ), written as (
       insert into audit_records (event_id, recorded_at, correlation_id, environment_id, operation_id, stage, outcome,
         action, cluster, namespace, template_ref, canonical, digest)
       select event_id, at, correlation_id, environment_id, correlation_id, stage,
         case stage when 'succeeded' then 'success' when 'failed' then 'failure' when 'denied' then 'denied'
           when 'unknown' then 'unknown' else 'pending' end,
         action, cluster, namespace, template, canonical, sha256(canonical)
       from made, lateral (select convert_to(json_build_object(
         'action', action, 'actor', json_build_object('authMethod', 'user', 'groups', json_build_object('commitment', 'sha256:' || repeat(md5(team || n), 2)),
           'kind', 'user', 'ref', json_build_object('commitment', 'sha256:' || repeat(md5(person || n), 2))),
         'correlationId', correlation_id, 'environmentId', environment_id, 'eventId', event_id, 'operationId', correlation_id,
         'outcome', 'success', 'stage', stage,
         'target', json_build_object('apiVersion', 'v1', 'cluster', cluster, 'kind', 'ConfigMap', 'name', 'settings-' || n % 40,
           'namespace', namespace, 'namespaceUid', correlation_id),
         'template', json_build_object('ref', template, 'revision', revision), 'time', at
       )::text, 'UTF8') as canonical) as bytes
       returning seq, event_id
     ), disclosed as (
       insert into audit_disclosures (seq, actor_ref, on_behalf_of, disclosures)
       select seq, case when action like 'kubernetes.%' then 'plugin:environments' else person end,
         case when action like 'kubernetes.%' then person end,
         json_build_array(json_build_array('/actor/ref', 'c2FsdHNhbHRzYWx0c2FsdA==', person),
           json_build_array('/actor/groups', 'c2FsdHNhbHRzYWx0c2FsdA==', json_build_array(team)))
       from written join made using (event_id)
     )
     insert into audit_terms (term, seq)
     select distinct term, seq from written join made using (event_id), lateral unnest(array[
       'group=' || team, 'revision=' || revision, namespace, 'shop', (n / 200)::text, 'configmap', 'settings-' || n % 40,
       template, 'template-' || n / 200 % 50]) as term`,
      { from, to, rows },
    );
  });
}
