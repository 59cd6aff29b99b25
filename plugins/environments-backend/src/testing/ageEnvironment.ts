import { Knex } from 'knex';

/**
 * As time does: all that is known of the environment's life was so many seconds
 * earlier, what people were told of it too.
 */
export async function ageEnvironment(
  knex: Knex,
  id: string,
  seconds: number,
): Promise<void> {
  await knex.transaction(async trx => {
    // An end may not come nearer; here it is the present that moves.
    await trx.raw("set local session_replication_role = 'replica'");
    const earlier = (column: string) =>
      trx.raw("?? - ? * interval '1 second'", [column, seconds]);
    await trx('environments')
      .where({ id })
      .update({
        created_at: earlier('created_at'),
        ready_at: earlier('ready_at'),
        expires_at: earlier('expires_at'),
        latest_end: earlier('latest_end'),
        delete_at: earlier('delete_at'),
      });
    await trx('lease_notices')
      .where({ environment_id: id })
      .update({
        ends_at: earlier('ends_at'),
        tried_at: earlier('tried_at'),
        sent_at: earlier('sent_at'),
      });
    await trx('operations')
      .where({ environment_id: id })
      .update({ finished_at: earlier('finished_at') });
  });
}
