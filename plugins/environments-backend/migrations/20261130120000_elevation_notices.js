// Those who may agree to an elevation are told of it, and whoever asked how it came out.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    alter table elevations
      add column asked_at timestamptz,
      add column told_at timestamptz;
    -- Whoever got no notice of these has seen them on the page.
    update elevations set told_at = clock_timestamp() where state <> 'requested';
    comment on column elevations.asked_at is 'When those who may agree were told.';
    comment on column elevations.told_at is 'When whoever asked was told how it came out.';
    create index elevations_unasked on elevations (id) where state = 'requested' and asked_at is null;
    create index elevations_untold on elevations (id) where told_at is null;
  `);
};

/**
 * Whoever was told is told again by a later version, and nobody is by an older one.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    alter table elevations
      drop column asked_at,
      drop column told_at;
  `);
};
