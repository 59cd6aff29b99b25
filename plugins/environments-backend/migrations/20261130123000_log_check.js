// The portal checks its whole log by itself: how far it is, what came of it last, and what it found.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table audit_checks (
      one boolean primary key default true check (one),
      started_at timestamptz,
      size bigint not null,
      next_index bigint not null default 0,
      records bigint not null default 0,
      faults bigint not null default 0,
      ended_at timestamptz,
      ended_size bigint,
      ended_records bigint
    );
    comment on table audit_checks is 'How far the check of the whole log is, and the last whole pass. It proves nothing to who verifies: whoever may write here can write anything.';
    comment on column audit_checks.started_at is 'Of the pass under way; null if there is none.';
    comment on column audit_checks.size is 'How many records the pass goes over: those of the newest checkpoint when it began.';
    comment on column audit_checks.records is 'Of these, how many it read so far; what is archived is not among them.';
    comment on column audit_checks.faults is 'How many faults the pass found, those that were known among them.';
    create table audit_faults (
      kind text not null,
      from_index bigint not null,
      to_index bigint not null,
      found_at timestamptz not null default clock_timestamp(),
      primary key (kind, from_index)
    );
    comment on table audit_faults is 'Records [from_index, to_index) that are not what was sealed. They stay until a whole pass finds nothing.';
  `);
};

/** What is lost is found again by the next check. */
exports.down = async function down(knex) {
  await knex.raw('drop table audit_faults, audit_checks');
};
