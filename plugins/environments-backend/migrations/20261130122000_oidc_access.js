// Clusters that people sign in to by themselves: what they have there is a binding, without an account or a token of ours.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    alter table access_accounts
      add column username text,
      add column giving_until timestamptz,
      alter column token_ends_at drop not null,
      add constraint access_accounts_way_in check (username is not null or token_ends_at is not null);
    comment on column access_accounts.username is 'As whom the cluster knows the person, where they sign in to it by themselves; otherwise they have a service account.';
    comment on column access_accounts.giving_until is 'Until then a call that binds the username may still reach the cluster: the row stays, so that the binding is deleted once more.';
    comment on column access_accounts.token_ends_at is 'After it no token of the account is good; null where there was none.';
  `);
};

/**
 * Refuses while somebody has such access: nothing else would end it.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const { rows } = await knex.raw(
    'select 1 from access_accounts where username is not null limit 1',
  );
  if (rows.length > 0) {
    throw new Error(
      'The tables before this migration can not hold access of people who sign in to clusters by themselves: revoke it first, and wait until their bindings are gone.',
    );
  }
  await knex.raw(`
    alter table access_accounts
      drop constraint access_accounts_way_in,
      alter column token_ends_at set not null,
      drop column giving_until,
      drop column username;
  `);
};
