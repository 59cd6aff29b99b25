// The first tables: environments, the operations on them, the template
// revisions they were made from, keys against doubled requests, and the audit log.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table template_revisions (
      digest text primary key check (digest ~ '^sha256:[0-9a-f]{64}$'),
      template_ref text not null,
      title text not null,
      content jsonb not null,
      source_location text,
      first_seen_at timestamptz not null default clock_timestamp()
    );
    comment on table template_revisions is 'One immutable content of a template a row, under its digest.';
    create index template_revisions_template on template_revisions (template_ref);

    create table environments (
      id uuid primary key,
      name text not null,
      owner_ref text not null,
      created_by text not null,
      template_ref text not null,
      template_title text not null,
      revision text not null references template_revisions (digest),
      cluster text not null,
      namespace text not null,
      namespace_uid text,
      phase text not null check (phase in ('Provisioning', 'Ready', 'Failed', 'Deleting', 'Deleted')),
      conditions jsonb not null default '[]',
      parameters jsonb not null,
      manifests jsonb not null,
      operation_id uuid not null,
      epoch bigint not null default 0,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      ready_at timestamptz,
      deleted_at timestamptz
    );
    comment on column environments.id is 'UUIDv7: newest first is the order of ids, backwards.';
    comment on column environments.manifests is 'The objects as rendered at creation, frozen.';
    comment on column environments.epoch is 'Goes up with every claim by a worker; a write under an older one is refused.';
    create unique index environments_live_name on environments (owner_ref, name) where phase <> 'Deleted';
    create unique index environments_live_namespace on environments (cluster, namespace) where phase <> 'Deleted';
    create index environments_owner on environments (owner_ref, id desc);

    create table operations (
      id uuid primary key,
      environment_id uuid not null references environments (id),
      kind text not null check (kind in ('create', 'delete')),
      state text not null check (state in ('Queued', 'Running', 'Succeeded', 'Failed')),
      correlation_id uuid not null,
      actor jsonb not null,
      stages jsonb not null,
      failure jsonb,
      attempt integer not null default 0,
      failures integer not null default 0,
      lease_expires_at timestamptz,
      next_run_at timestamptz not null default clock_timestamp(),
      requested_at timestamptz not null default clock_timestamp(),
      started_at timestamptz,
      finished_at timestamptz
    );
    comment on column operations.failures is 'Tries in a row that the cluster did not answer; sets the wait before the next.';
    comment on column operations.next_run_at is 'When it is due; the sweep finds what is due and held by nobody.';
    alter table environments add foreign key (operation_id) references operations (id) deferrable initially deferred;
    create index operations_environment on operations (environment_id, requested_at desc);
    create index operations_unfinished on operations (next_run_at) where state in ('Queued', 'Running');

    create table idempotency_keys (
      actor_ref text not null,
      key text not null,
      request_digest text not null,
      operation_id uuid not null references operations (id) deferrable initially deferred,
      created_at timestamptz not null default clock_timestamp(),
      primary key (actor_ref, key)
    );

    create table audit_records (
      seq bigint generated always as identity primary key,
      xid xid8 not null default pg_current_xact_id(),
      event_id uuid not null unique,
      recorded_at timestamptz not null,
      correlation_id uuid not null,
      environment_id uuid,
      operation_id uuid,
      stage text not null,
      outcome text not null,
      action text not null,
      actor_ref text not null,
      on_behalf_of text,
      cluster text,
      namespace text,
      template_ref text,
      canonical bytea not null check (octet_length(canonical) <= 65536),
      digest bytea not null
    );
    comment on table audit_records is 'Append-only. The canonical bytes (RFC 8785) are the record; the other columns only serve to find it.';
    comment on column audit_records.seq is 'Order of writing, not of commit: a sealer orders by (xid, seq).';
    create index audit_records_time on audit_records (recorded_at);
    create index audit_records_correlation on audit_records (correlation_id, seq);
    create index audit_records_environment on audit_records (environment_id, seq) where environment_id is not null;
    create index audit_records_operation on audit_records (operation_id, seq) where operation_id is not null;
    create index audit_records_actor on audit_records (actor_ref, seq);
    create index audit_records_behalf on audit_records (on_behalf_of, seq) where on_behalf_of is not null;
    create index audit_records_template on audit_records (template_ref, seq) where template_ref is not null;
    create index audit_records_namespace on audit_records (namespace, seq) where namespace is not null;
    create index audit_records_exceptions on audit_records (outcome, seq) where outcome in ('failure', 'denied', 'unknown');
    create index audit_records_action on audit_records (action, seq);

    create function audit_records_refuse() returns trigger language plpgsql as $$
    begin
      raise exception 'audit_records is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
    end $$;
    create trigger audit_records_append_only before update or delete on audit_records
      for each row execute function audit_records_refuse();
    create trigger audit_records_no_truncate before truncate on audit_records
      for each statement execute function audit_records_refuse();
  `);
};

/**
 * Refuses while there is a record: a log that can be dropped proves nothing.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const { rows } = await knex.raw('select 1 from audit_records limit 1');
  if (rows.length > 0) {
    throw new Error(
      'The audit log has records. Export it and drop the database by hand if you mean it.',
    );
  }
  await knex.raw(`
    drop table audit_records;
    drop function audit_records_refuse();
    drop table idempotency_keys;
    alter table environments drop constraint environments_operation_id_fkey;
    drop table operations;
    drop table environments;
    drop table template_revisions;
  `);
};
