// Leases, hibernation, members, legal holds, waiting for room, the warm pool.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    alter table environments
      drop constraint environments_phase_check,
      add constraint environments_phase_check check (phase in (
        'Waiting', 'Provisioning', 'Ready', 'Updating', 'Failed', 'Hibernating', 'Hibernated', 'Resuming',
        'Deleting', 'Deleted')),
      add column expires_at timestamptz,
      add column latest_end timestamptz,
      add column delete_at timestamptz,
      add column legal_hold jsonb,
      add column hibernation jsonb,
      add column hibernation_plan jsonb,
      add column pool text,
      add column members jsonb not null default '[]',
      add column asked_at timestamptz not null default clock_timestamp(),
      add column last_use_at timestamptz,
      add column last_use_signal text check (last_use_signal in ('operation', 'kubeconfig', 'change'));
    comment on column environments.expires_at is 'The promised end of its lease; null is no end.';
    comment on column environments.latest_end is 'To here its owner may extend the lease; null is no bound.';
    comment on column environments.delete_at is 'Set when it has expired: until then it can be restored.';
    comment on column environments.hibernation is 'Since when and why it sleeps, and the sizes to go back to.';
    comment on column environments.pool is 'Made ahead, for whoever asks for just this: digest of template revision and choices.';
    comment on column environments.asked_at is 'When somebody last asked for anything: hours that ended before count for nothing.';
    comment on column environments.members is 'Who may use it beside its owner.';

    -- What was promised holds, whatever a bug or a hand in the database says.
    create function environments_keep_promises() returns trigger language plpgsql as $$
    begin
      if new.expires_at < old.expires_at
          or (old.expires_at is null and new.expires_at is not null and old.pool is null) then
        raise exception 'the lease of environment % was promised until %: it can''t end at %',
          old.id, coalesce(old.expires_at::text, 'its deletion'), new.expires_at using errcode = 'check_violation';
      end if;
      if new.delete_at < old.delete_at then
        raise exception 'environment % can be restored until %, as was promised: not only until %',
          old.id, old.delete_at, new.delete_at using errcode = 'check_violation';
      end if;
      if new.legal_hold is not null and new.phase in ('Deleting', 'Deleted') and old.phase <> new.phase
          and old.phase <> 'Deleting' then
        raise exception 'environment % is under legal hold: it can''t be deleted', old.id
          using errcode = 'check_violation';
      end if;
      return new;
    end $$;
    create trigger environments_keep_promises before update on environments
      for each row execute function environments_keep_promises();

    create index environments_expiry on environments (expires_at)
      where expires_at is not null and phase not in ('Deleting', 'Deleted');
    create index environments_deletion on environments (delete_at)
      where delete_at is not null and phase not in ('Deleting', 'Deleted');
    create index environments_pool on environments (pool, id) where pool is not null;
    create index environments_members on environments using gin (members jsonb_path_ops);
    create index environments_planned on environments (id) where hibernation_plan is not null;
    create index environments_cluster on environments (cluster, id) where phase <> 'Deleted';

    create table lease_notices (
      environment_id uuid not null references environments (id),
      ends_at timestamptz not null,
      before text not null check (before in ('expiry', 'deletion')),
      lead_seconds integer not null,
      tried_at timestamptz not null default clock_timestamp(),
      tries integer not null default 1,
      sent_at timestamptz,
      primary key (environment_id, before, ends_at, lead_seconds)
    );
    comment on table lease_notices is 'Which end people were told of, how long before: a row a notice.';
    comment on column lease_notices.tried_at is 'When it was first tried; without sent_at nobody could be told yet.';

    alter table operations
      drop constraint operations_kind_check,
      add constraint operations_kind_check check (kind in (
        'create', 'delete', 'upgrade', 'rollback', 'revert',
        'claim', 'extend', 'hibernate', 'resume', 'restore', 'transfer', 'addMember', 'removeMember')),
      drop constraint operations_state_check,
      add constraint operations_state_check
        check (state in ('Queued', 'Running', 'Succeeded', 'Failed', 'Cancelled')),
      add column reason text;
  `);
};

/** What the tables before can't hold, in words. */
const LOST = {
  'leases with an end':
    "select 1 from environments where phase <> 'Deleted' and expires_at is not null",
  'environments on legal hold':
    'select 1 from environments where legal_hold is not null',
  'environments that hibernate or wait for room':
    "select 1 from environments where phase in ('Waiting', 'Hibernating', 'Hibernated', 'Resuming')",
  'environments made ahead':
    "select 1 from environments where phase <> 'Deleted' and pool is not null",
  'members of environments':
    "select 1 from environments where phase <> 'Deleted' and members <> '[]'",
  'operations that it does not know':
    "select 1 from operations where kind not in ('create', 'delete', 'upgrade', 'rollback', 'revert') or state = 'Cancelled'",
};

/**
 * Refuses while there is anything that only these columns know.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const lost = [];
  for (const [what, query] of Object.entries(LOST)) {
    const { rows } = await knex.raw(`${query} limit 1`);
    if (rows.length > 0) lost.push(what);
  }
  if (lost.length > 0) {
    throw new Error(
      `The tables before this migration can't hold what there is: ${lost.join(
        ', ',
      )}. Go on with this version, or restore the backup from before it.`,
    );
  }
  await knex.raw(`
    alter table operations
      drop column reason,
      drop constraint operations_state_check,
      add constraint operations_state_check check (state in ('Queued', 'Running', 'Succeeded', 'Failed')),
      drop constraint operations_kind_check,
      add constraint operations_kind_check check (kind in ('create', 'delete', 'upgrade', 'rollback', 'revert'));
    drop table lease_notices;
    drop trigger environments_keep_promises on environments;
    drop function environments_keep_promises();
    drop index environments_cluster;
    alter table environments
      drop column last_use_signal,
      drop column last_use_at,
      drop column asked_at,
      drop column pool,
      drop column members,
      drop column hibernation_plan,
      drop column hibernation,
      drop column legal_hold,
      drop column delete_at,
      drop column latest_end,
      drop column expires_at,
      drop constraint environments_phase_check,
      add constraint environments_phase_check
        check (phase in ('Provisioning', 'Ready', 'Updating', 'Failed', 'Deleting', 'Deleted'));
  `);
};
