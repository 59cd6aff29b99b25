// Share links: people who may not otherwise see an environment read its page for a while.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table shares (
      id uuid primary key,
      environment_id uuid not null references environments (id),
      label text not null check (char_length(label) between 1 and 100),
      code_hash bytea not null unique check (octet_length(code_hash) = 32),
      created_by text not null,
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      check (expires_at <= created_at + interval '30 days 1 minute')
    );
    comment on table shares is 'Links with which somebody who is signed in may read one environment.';
    comment on column shares.label is 'For whom it was made.';
    comment on column shares.code_hash is 'SHA-256 of the code; the code itself is nowhere.';
    create index shares_environment on shares (environment_id);

    create table share_grants (
      share_id uuid not null references shares (id),
      person text not null,
      since timestamptz not null default clock_timestamp(),
      until timestamptz not null,
      primary key (share_id, person)
    );
    comment on table share_grants is 'Who has used a link, and until when it is good for them.';
    create index share_grants_person on share_grants (person, until);

    create view environment_guests as
      select shares.environment_id, share_grants.person
      from share_grants
        join shares on shares.id = share_grants.share_id
        join environments on environments.id = shares.environment_id
      where shares.revoked_at is null and environments.phase <> 'Deleted'
        and least(share_grants.until, shares.expires_at) > clock_timestamp();
    comment on view environment_guests is 'Who may read which environment by a link, now. Nothing else decides it.';
  `);
};

/**
 * Nobody reads by a link any more.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    drop view environment_guests;
    drop table share_grants;
    drop table shares;
  `);
};
