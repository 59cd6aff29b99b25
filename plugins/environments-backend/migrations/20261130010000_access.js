// Access: each person who got a kubeconfig has a service account of their own.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table access_accounts (
      id uuid primary key,
      environment_id uuid not null references environments (id),
      person text not null,
      role text not null check (role in ('owner', 'viewer')),
      account text not null,
      claims text[] not null,
      since timestamptz not null default clock_timestamp(),
      token_ends_at timestamptz not null,
      revocation jsonb,
      taken_until timestamptz,
      unique (environment_id, account)
    );
    comment on table access_accounts is 'Service accounts of people in environments. A row is there before its account, and goes after it.';
    comment on column access_accounts.claims is 'Users and groups as which the person was let in: without any of them, they are no longer.';
    comment on column access_accounts.token_ends_at is 'After it no token of the account is good.';
    comment on column access_accounts.revocation is 'Who had the account deleted; it is, as long as the row is there.';
    comment on column access_accounts.taken_until is 'Until then a backend is deleting the account.';
    create index access_accounts_revoked on access_accounts (id) where revocation is not null;
  `);
};

/**
 * Accounts that are there stay in their namespaces until these go.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop table access_accounts;');
};
