// Who was asked whether they agree is told what was decided: the question they were sent would stay.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    alter table approvals add column settled_at timestamptz;
    alter table elevations add column settled_at timestamptz;
    -- Nobody is told of what was decided long ago.
    update approvals set settled_at = clock_timestamp() where state <> 'pending';
    update elevations set settled_at = clock_timestamp() where state <> 'requested';
    comment on column approvals.settled_at is 'When those who were asked were told that there is nothing to decide any more.';
    comment on column elevations.settled_at is 'When those who were asked were told that there is nothing to decide any more.';
    create index approvals_unsettled on approvals (id)
      where state <> 'pending' and asked_at is not null and settled_at is null;
    create index elevations_unsettled on elevations (id)
      where state <> 'requested' and asked_at is not null and settled_at is null;
  `);
};

/**
 * Whoever was told is told nothing by an older version.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(`
    alter table elevations drop column settled_at;
    alter table approvals drop column settled_at;
  `);
};
