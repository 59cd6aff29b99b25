// The log becomes provable: an index for each record, a tree over all, signed
// checkpoints, and what names people apart from it, where it can be erased.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table audit_disclosures (
      seq bigint primary key references audit_records (seq) on delete cascade,
      actor_ref text,
      on_behalf_of text,
      names text[],
      disclosures jsonb not null default '[]'
    );
    comment on table audit_disclosures is 'What opens the commitments of a record, and what finds it by person. May be erased: the record stays and proves the same.';
    comment on column audit_disclosures.names is 'Users whom the record names beside those two.';
    comment on column audit_disclosures.disclosures is 'Array of [JSON Pointer, salt in base64, value], as it was committed to.';

    insert into audit_disclosures (seq, actor_ref, on_behalf_of)
      select seq, actor_ref, on_behalf_of from audit_records;
    create index audit_disclosures_actor on audit_disclosures (actor_ref, seq) where actor_ref is not null;
    create index audit_disclosures_behalf on audit_disclosures (on_behalf_of, seq) where on_behalf_of is not null;
    create index audit_disclosures_names on audit_disclosures using gin (names) where names is not null;
    alter table audit_records drop column actor_ref, drop column on_behalf_of;

    create function audit_disclosed(canonical bytea, disclosures jsonb) returns jsonb
    language plpgsql immutable parallel safe as $$
    declare
      record jsonb;
      disclosure jsonb;
      path text[];
    begin
      record := convert_from(canonical, 'UTF8')::jsonb;
      for disclosure in select * from jsonb_array_elements(coalesce(disclosures, '[]')) loop
        select array_agg(replace(replace(step, '~1', '/'), '~0', '~') order by place)
          into path
          from unnest(string_to_array(substr(disclosure ->> 0, 2), '/')) with ordinality as steps (step, place);
        record := jsonb_set(record, path, disclosure -> 2);
      end loop;
      return record;
    exception when others then
      return null;
    end $$;
    create view audit_log as
      select r.seq, r.recorded_at, r.event_id, r.correlation_id, r.environment_id, r.operation_id,
        r.action, r.stage, r.outcome, d.actor_ref, d.on_behalf_of, r.cluster, r.namespace, r.template_ref,
        audit_disclosed(r.canonical, d.disclosures) as record
      from audit_records r left join audit_disclosures d using (seq);
    comment on view audit_log is 'The log to be read by people: records with what their commitments stand for. null where the bytes are no JSON.';

    create index audit_records_sealing on audit_records (xid, seq);
    drop index audit_records_exceptions;
    create index audit_records_stage on audit_records (stage, seq);
    create index audit_records_cluster on audit_records (cluster, seq) where cluster is not null;
    create index audit_records_attempts on audit_records (recorded_at)
      where stage = 'attempt' and action in ('environment.access', 'template.dryRun');

    create table audit_seals (
      index bigint primary key check (index >= 0),
      seq bigint not null unique,
      leaf bytea not null check (octet_length(leaf) = 32)
    );
    comment on table audit_seals is 'Place of each record in the tree. leaf is the RFC 6962 leaf hash of its canonical bytes. Stays when the record is retired.';
    create table audit_nodes (
      level smallint not null check (level in (8, 16, 24, 32)),
      index bigint not null check (index >= 0),
      hash bytea not null check (octet_length(hash) = 32),
      primary key (level, index)
    );
    comment on table audit_nodes is 'Roots of complete subtrees of 256, 65536 ... leaves, so that a proof reads little.';
    create table audit_checkpoints (
      size bigint primary key check (size > 0),
      root bytea not null check (octet_length(root) = 32),
      note text not null,
      signed_at timestamptz not null default clock_timestamp()
    );
    comment on column audit_checkpoints.note is 'C2SP signed note of the tree head, with the signatures of the log alone.';
    create table audit_keys (
      verifier_key text primary key,
      first_used_at timestamptz not null default clock_timestamp()
    );
    comment on table audit_keys is 'Every key that the log ever signed with: what is old was signed with old ones.';
    create table audit_cosignatures (
      size bigint not null references audit_checkpoints (size),
      witness text not null,
      line text,
      witnessed_at timestamptz not null default clock_timestamp(),
      primary key (size, witness)
    );
    comment on column audit_cosignatures.line is 'Signature line of the witness; absent where it only keeps the checkpoint.';

    create table audit_sealing (
      one boolean primary key default true check (one),
      size bigint not null default 0,
      frontier jsonb not null default '[]',
      last_xid xid8 not null default '0',
      last_seq bigint not null default 0,
      keys jsonb not null default '[]',
      cursor_key bytea not null
    );
    comment on table audit_sealing is 'Where the sealer stands. Locked by whoever seals; all of it but cursor_key could be made again from the records.';
    comment on column audit_sealing.frontier is 'Hashes, in base64, of the complete subtrees of which the tree is made, largest first.';
    comment on column audit_sealing.keys is 'Verifier keys with which the last checkpoint was signed.';
    comment on column audit_sealing.cursor_key is 'Signs the cursors of listings, so that nobody makes up their own.';
    insert into audit_sealing (cursor_key)
      values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

    create table audit_terms (
      term text not null,
      seq bigint not null,
      primary key (term, seq)
    );
    comment on table audit_terms is 'Words and further keys by which a record is found; none of them names a person. Written when it is sealed.';
    create table audit_hours (
      hour timestamptz not null,
      action text not null,
      outcome text not null,
      records bigint not null,
      primary key (hour, action, outcome)
    );
    comment on table audit_hours is 'How many records there are of an hour. Written when they are sealed.';

    create table audit_views (
      id uuid primary key,
      owner_ref text not null,
      name text not null,
      query jsonb not null,
      created_at timestamptz not null default clock_timestamp(),
      unique (owner_ref, name)
    );
    comment on table audit_views is 'Filters that somebody keeps under a name.';
    create table audit_sinks (
      id text primary key,
      next_index bigint not null default 0,
      failures integer not null default 0,
      next_try_at timestamptz not null default clock_timestamp(),
      parked_at timestamptz,
      problem text
    );
    comment on table audit_sinks is 'How far each sink is. It goes on from next_index and never past what it did not take.';
    create table audit_archives (
      month date primary key,
      from_index bigint not null,
      to_index bigint not null,
      digest text not null check (digest ~ '^sha256:[0-9a-f]{64}$'),
      place text not null,
      verified_at timestamptz not null
    );
    comment on table audit_archives is 'Verified exports, each of the records [from_index, to_index). Only what is in one may be deleted.';
    create table audit_coverage (
      cluster text primary key,
      checked_at timestamptz not null,
      namespaces integer not null,
      covered integer not null,
      findings jsonb not null default '[]'
    );
    comment on table audit_coverage is 'The last comparison of a cluster with the log.';

    create or replace function audit_records_refuse() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and tg_table_name = 'audit_records' and exists (
        select 1 from audit_seals s join audit_archives a
          on s.index >= a.from_index and s.index < a.to_index
        where s.seq = old.seq
      ) then
        return old;
      end if;
      raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
    end $$;
  `);
  for (const table of [
    'audit_seals',
    'audit_nodes',
    'audit_checkpoints',
    'audit_cosignatures',
    'audit_keys',
    'audit_archives',
  ]) {
    await knex.raw(`
      create trigger ${table}_append_only before update or delete on ${table}
        for each row execute function audit_records_refuse();
      create trigger ${table}_no_truncate before truncate on ${table}
        for each statement execute function audit_records_refuse();
    `);
  }
};

/**
 * Refuses once something was sealed or committed to: the older version could
 * read neither, and would take the log for whole.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const { rows } = await knex.raw(`
    select 1 from audit_seals
    union all select 1 from audit_disclosures where disclosures <> '[]' limit 1
  `);
  if (rows.length > 0) {
    throw new Error(
      'Records were sealed or hold commitments, which the version before cannot read. Restore a backup if you mean it.',
    );
  }
  await knex.raw(`
    drop view audit_log;
    drop function audit_disclosed;
    drop table audit_coverage, audit_archives, audit_sinks, audit_views, audit_hours,
      audit_terms, audit_sealing, audit_keys, audit_cosignatures, audit_checkpoints, audit_nodes, audit_seals;
    create or replace function audit_records_refuse() returns trigger language plpgsql as $$
    begin
      raise exception 'audit_records is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
    end $$;
    drop index audit_records_stage;
    create index audit_records_exceptions on audit_records (outcome, seq) where outcome in ('failure', 'denied', 'unknown');
    drop index audit_records_sealing;
    drop index audit_records_cluster;
    drop index audit_records_attempts;
    alter table audit_records add column actor_ref text, add column on_behalf_of text;
    alter table audit_records disable trigger audit_records_append_only;
    update audit_records r set actor_ref = d.actor_ref, on_behalf_of = d.on_behalf_of
      from audit_disclosures d where d.seq = r.seq;
    alter table audit_records enable trigger audit_records_append_only;
    alter table audit_records alter column actor_ref set not null;
    create index audit_records_actor on audit_records (actor_ref, seq);
    create index audit_records_behalf on audit_records (on_behalf_of, seq) where on_behalf_of is not null;
    drop table audit_disclosures;
  `);
};
