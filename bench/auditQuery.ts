import { AuditFilter } from '@sandlot/plugin-environments-common';
import knexFactory, { Knex } from 'knex';
import { AuditTable } from '../plugins/environments-backend/src/audit/AuditTable';
import { fillLog } from './fillLog';
import { quantile } from './quantiles';

const PAGE = 51;
const RUNS = 300;

/** A filter, and the least SQL that finds the same by the same index. */
const questions: {
  name: string;
  filter: AuditFilter;
  where: string;
}[] = [
  { name: 'all', filter: {}, where: 'true' },
  {
    name: 'template',
    filter: { template: 'environmenttemplate:default/template-7' },
    where: `r.template_ref = 'environmenttemplate:default/template-7'`,
  },
  {
    name: 'person',
    filter: { actor: 'user:default/person-7' },
    where: `d.on_behalf_of = 'user:default/person-7'`,
  },
  {
    name: 'denied',
    filter: { outcome: 'denied' },
    where: `r.stage = 'denied'`,
  },
  {
    name: 'action',
    filter: { action: 'kubernetes.create' },
    where: `r.action = 'kubernetes.create'`,
  },
  {
    name: 'word',
    filter: { text: 'settings-7' },
    where: `exists (select from audit_terms t where t.term = 'settings-7' and t.seq = r.seq)`,
  },
];

/**
 * Fills an empty database, and compares pages of the log with bare SQL, on each
 * size in turn. Sizes are in `SANDLOT_BENCH_ROWS`, such as `100000,1000000`,
 * smallest first.
 */
export async function run(): Promise<void> {
  const knex = knexFactory({
    client: 'pg',
    connection: process.env.SANDLOT_DATABASE_URL,
  });
  try {
    await knex.migrate.latest({
      directory: 'plugins/environments-backend/migrations',
    });
    const sizes = (process.env.SANDLOT_BENCH_ROWS ?? '100000').split(',');
    const first = new Map<string, number>();
    for (const rows of sizes.map(Number)) {
      await fillLog(knex, rows);
      console.log(
        `\n${rows.toLocaleString(
          'en',
        )} records; milliseconds as p50 / p99 of ${RUNS}`,
      );
      console.log(
        'filter      log            last page      bare SQL       log/SQL p99  last/first p50  this/first size p50\naims                                                     2            1.3             2',
      );
      for (const question of questions) {
        await compare(knex, question, first);
      }
    }
  } finally {
    await knex.destroy();
  }
}

async function compare(
  knex: Knex,
  { name, filter, where }: (typeof questions)[number],
  first: Map<string, number>,
): Promise<void> {
  const table = new AuditTable(knex);
  const { rows: edge } = await knex.raw(
    `select r.seq from audit_records r join audit_disclosures d using (seq) where ${where}
     order by r.seq limit ${PAGE + 1}`,
  );
  const after = edge.at(-1).seq;
  const times = {
    log: [] as number[],
    last: [] as number[],
    sql: [] as number[],
  };
  // In turn, so that what else the machine does falls on all alike.
  for (let n = 0; n < RUNS + 5; n += 1) {
    const taken = {
      log: await timed(() => table.list({ ...filter, limit: PAGE })),
      last: await timed(() => table.list({ ...filter, after, limit: PAGE })),
      sql: await timed(async () =>
        knex.raw(
          `select r.canonical, d.disclosures from audit_records r join audit_disclosures d using (seq)
           where ${where} order by r.seq desc limit ${PAGE}`,
        ),
      ),
    };
    if (n < 5) continue;
    times.log.push(taken.log);
    times.last.push(taken.last);
    times.sql.push(taken.sql);
  }
  const [log, last, sql] = [times.log, times.last, times.sql].map(spread);
  const base = first.get(name) ?? log.p50;
  first.set(name, base);
  const cell = ({ p50, p99 }: { p50: number; p99: number }) =>
    `${p50.toFixed(1)} / ${p99.toFixed(1)}`.padEnd(15);
  console.log(
    `${name.padEnd(12)}${cell(log)}${cell(last)}${cell(sql)}${(
      log.p99 / sql.p99
    )
      .toFixed(2)
      .padEnd(13)}${(last.p50 / log.p50).toFixed(2).padEnd(16)}${(
      log.p50 / base
    ).toFixed(2)}`,
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function spread(times: number[]): { p50: number; p99: number } {
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}
