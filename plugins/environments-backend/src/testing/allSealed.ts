import { Knex } from 'knex';
import { TestPortal } from './startTestPortal';
import { until } from './until';

/** Seals until every record that there is now has its place in the tree. */
export async function allSealed(
  knex: Knex,
  portal: Pick<TestPortal, 'runTask'>,
): Promise<void> {
  const { rows } = await knex.raw('select max(seq) as last from audit_records');
  await until(async () => {
    await portal.runTask('environments-sealing');
    const { rows: found } = await knex.raw(
      `select not exists (
         select 1 from audit_records r where seq <= :last and not exists (
           select 1 from audit_seals s where s.seq = r.seq)) as done`,
      { last: rows[0].last },
    );
    return found[0].done as boolean;
  });
}
