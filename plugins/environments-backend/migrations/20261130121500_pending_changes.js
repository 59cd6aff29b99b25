// Changes of environments that live, which wait until somebody has agreed to them.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    alter table operations
      drop constraint operations_state_check,
      add constraint operations_state_check check (state in (
        'AwaitingApproval', 'Queued', 'Running', 'Succeeded', 'Failed', 'Cancelled'));
    -- An extension and a restoration both ask for another end of the lease.
    create unique index operations_awaiting
      on operations (environment_id, (case kind when 'restore' then 'extend' else kind end))
      where state = 'AwaitingApproval';
    comment on index operations_awaiting is 'One change of each kind waits for agreement at a time.';

    alter table approvals
      drop constraint approvals_state_check,
      add constraint approvals_state_check
        check (state in ('pending', 'approved', 'rejected', 'expired', 'cancelled', 'outdated'));
    create index approvals_operation on approvals (operation_id);
  `);
};

/**
 * Refuses while a change is waited for: nothing else knows what somebody is asked. Those that
 * were overtaken by something else are told as withdrawn.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const { rows } = await knex.raw(
    "select 1 from operations where state = 'AwaitingApproval' limit 1",
  );
  if (rows.length > 0) {
    throw new Error(
      'The tables before this migration can not hold changes that await approval: decide or withdraw them first.',
    );
  }
  await knex.raw(`
    drop index approvals_operation;
    update approvals set state = 'cancelled' where state = 'outdated';
    alter table approvals
      drop constraint approvals_state_check,
      add constraint approvals_state_check
        check (state in ('pending', 'approved', 'rejected', 'expired', 'cancelled'));
    drop index operations_awaiting;
    alter table operations
      drop constraint operations_state_check,
      add constraint operations_state_check
        check (state in ('Queued', 'Running', 'Succeeded', 'Failed', 'Cancelled'));
  `);
};
