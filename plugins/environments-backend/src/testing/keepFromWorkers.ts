import { Knex } from 'knex';

/** As if all workers were busy with something else: nobody takes up what is asked for in `work`. */
export async function keepFromWorkers<T>(
  knex: Knex,
  work: () => Promise<T>,
): Promise<T> {
  await knex.raw(
    "alter table operations alter column next_run_at set default clock_timestamp() + interval '1 hour'",
  );
  try {
    return await work();
  } finally {
    await knex.raw(
      'alter table operations alter column next_run_at set default clock_timestamp()',
    );
  }
}
