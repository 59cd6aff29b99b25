// Approvals: who must agree before an environment is made, and who did.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    alter table environments
      drop constraint environments_phase_check,
      add constraint environments_phase_check check (phase in (
        'AwaitingApproval', 'Waiting', 'Provisioning', 'Ready', 'Updating', 'Failed', 'Hibernating', 'Hibernated',
        'Resuming', 'Deleting', 'Deleted'));

    create table approvals (
      id uuid primary key,
      environment_id uuid not null references environments (id),
      operation_id uuid not null references operations (id),
      by_ref text not null,
      count integer not null check (count > 0),
      policy text not null,
      source text not null check (source in ('template', 'cluster', 'portal')),
      message text not null,
      digest text not null,
      requested_by text not null,
      requested_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      state text not null default 'pending'
        check (state in ('pending', 'approved', 'rejected', 'expired', 'cancelled')),
      closed_at timestamptz,
      asked_at timestamptz,
      reminded_at timestamptz,
      told_at timestamptz,
      check ((state = 'pending') = (closed_at is null))
    );
    comment on table approvals is 'Who must agree to an operation: a row for each requirement of a policy.';
    comment on column approvals.by_ref is 'A user, or a group of which so many people must agree.';
    comment on column approvals.digest is 'SHA-256 of all that is agreed to.';
    comment on column approvals.asked_at is 'When those who must agree were told.';
    comment on column approvals.told_at is 'When whoever requested it was told how it ended.';
    create index approvals_pending on approvals (by_ref, id) where state = 'pending';
    create index approvals_environment on approvals (environment_id);
    create index approvals_requested on approvals (requested_by, id);
    create index approvals_untold on approvals (id) where told_at is null;

    create table approval_decisions (
      approval_id uuid not null references approvals (id),
      actor_ref text not null,
      principal_ref text not null,
      decision text not null check (decision in ('approve', 'reject')),
      reason text,
      decided_at timestamptz not null default clock_timestamp(),
      primary key (approval_id, actor_ref),
      unique (approval_id, principal_ref)
    );
    comment on table approval_decisions is 'Each person decides once, and nobody is stood in for twice.';
    comment on column approval_decisions.principal_ref is 'In whose place: the actor, or whoever made the actor a stand-in.';

    create table approval_delegations (
      id uuid primary key,
      from_ref text not null,
      to_ref text not null check (to_ref <> from_ref),
      until timestamptz not null,
      reason text,
      created_at timestamptz not null default clock_timestamp()
    );
    create index approval_delegations_to on approval_delegations (to_ref, until);
    create index approval_delegations_from on approval_delegations (from_ref, until);
  `);
};

/**
 * Refuses while somebody is waited for: nothing else knows what they are asked.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const { rows } = await knex.raw(
    "select 1 from environments where phase = 'AwaitingApproval' limit 1",
  );
  if (rows.length > 0) {
    throw new Error(
      'The tables before this migration can not hold requests that await approval: decide or delete them first.',
    );
  }
  await knex.raw(`
    drop table approval_delegations;
    drop table approval_decisions;
    drop table approvals;
    alter table environments
      drop constraint environments_phase_check,
      add constraint environments_phase_check check (phase in (
        'Waiting', 'Provisioning', 'Ready', 'Updating', 'Failed', 'Hibernating', 'Hibernated', 'Resuming',
        'Deleting', 'Deleted'));
  `);
};
