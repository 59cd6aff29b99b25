// Elevations: for minutes a person has more rights in an environment, as somebody else agreed.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    alter table access_accounts
      drop constraint access_accounts_role_check,
      add constraint access_accounts_role_check check (role in ('owner', 'viewer', 'elevated'));

    create table elevations (
      id uuid primary key,
      environment_id uuid not null references environments (id),
      person text not null,
      claims text[] not null,
      minutes integer not null check (minutes between 15 and 60),
      reason text not null,
      state text not null default 'requested'
        check (state in ('requested', 'open', 'rejected', 'lapsed', 'closed', 'revoked')),
      requested_at timestamptz not null default clock_timestamp(),
      lapses_at timestamptz not null,
      decided_by text check (decided_by <> person),
      decided_at timestamptz,
      decision_reason text,
      ends_at timestamptz,
      used_at timestamptz,
      closed_by text,
      closed_at timestamptz,
      check (state <> 'open' or (decided_by is not null and ends_at is not null)),
      check ((state in ('requested', 'open')) = (closed_at is null))
    );
    comment on table elevations is 'Who asked for more rights in an environment, who agreed, and how it ended.';
    comment on column elevations.claims is 'Users and groups as which the person was let in: without any of them, they are no longer.';
    comment on column elevations.lapses_at is 'Until then somebody must have decided.';
    comment on column elevations.ends_at is 'When its rights end; counted from the decision.';
    comment on column elevations.used_at is 'When the person got the first token.';
    create unique index elevations_current on elevations (environment_id, person)
      where state in ('requested', 'open');
    create index elevations_environment on elevations (environment_id, id);
    create index elevations_due on elevations (coalesce(ends_at, lapses_at)) where state in ('requested', 'open');
  `);
};

/**
 * Refuses while somebody has such rights: nothing else would end them.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const { rows } = await knex.raw(`
    select 1 from elevations where state = 'open'
    union all select 1 from access_accounts where role = 'elevated'
    limit 1`);
  if (rows.length > 0) {
    throw new Error(
      'The tables before this migration can not hold open elevations: close them first, and wait until their accounts are gone.',
    );
  }
  await knex.raw(`
    drop table elevations;
    alter table access_accounts
      drop constraint access_accounts_role_check,
      add constraint access_accounts_role_check check (role in ('owner', 'viewer'));
  `);
};
