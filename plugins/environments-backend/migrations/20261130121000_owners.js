// Owners and other people who are gone from the catalog.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    alter table environments
      add column owner_missing_since timestamptz,
      add column owner_missing_told_at timestamptz;
    comment on column environments.owner_missing_since is 'Since when the catalog does not have the owner, once that is confirmed.';
    comment on column environments.owner_missing_told_at is 'When ops were last told of it.';
    create index environments_owner_missing on environments (id) where owner_missing_since is not null;

    create table catalog_absences (
      ref text not null,
      missing_from text not null,
      since timestamptz not null default clock_timestamp(),
      primary key (ref, missing_from)
    );
    comment on table catalog_absences is 'What the last look at the catalog did not find. A look that finds it removes the row, so that each look since then missed it.';
    comment on column catalog_absences.missing_from is 'catalog, or the id of an environment whose users the person is not among any more.';

    create table catalog_doubts (
      only_one boolean primary key default true check (only_one),
      since timestamptz not null default clock_timestamp(),
      told_at timestamptz
    );
    comment on table catalog_doubts is 'There while so much is gone from the catalog at once that it is not believed.';
  `);
};

/**
 * Marks are made again by whoever looks next.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    drop table catalog_doubts;
    drop table catalog_absences;
    alter table environments
      drop column owner_missing_since,
      drop column owner_missing_told_at;
  `);
};
