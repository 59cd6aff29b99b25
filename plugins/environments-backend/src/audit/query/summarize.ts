import {
  AuditCount,
  AuditCriteria,
  AuditSummary,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { bucketsOver } from './buckets';
import { countByBucket } from './countByBucket';
import { Sql, listSeqs } from './listSeqs';

/** Records that are looked at, the newest. */
const COUNTED = 10_000;
const MOST_VALUES = 20;
const DEFAULT_DAYS = 30;

const NONE: Sql = {
  sql: 'select null::bigint as seq where false',
  bindings: [],
};

/** As facets are called, and where they stand. */
const FACETS = {
  action: 'action',
  outcome: 'outcome',
  stage: 'stage',
  cluster: 'cluster',
  template: 'template_ref',
  actor: 'coalesce(on_behalf_of, actor_ref)',
} satisfies Record<keyof AuditSummary['facets'], string>;

/** What the records of a filter come to, at a cost that has a bound. */
export async function summarize(
  knex: Knex,
  criteria: AuditCriteria,
): Promise<AuditSummary> {
  const seqs =
    (await listSeqs(knex, { ...criteria, limit: COUNTED + 1 })) ?? NONE;
  const { from, to } = await timeOf(knex, criteria);
  const { records, facets } = await countFacets(knex, seqs);
  return {
    records: Math.min(records, COUNTED),
    isAtLeast: records > COUNTED,
    facets,
    histogram: await countByBucket(
      knex,
      criteria,
      seqs,
      bucketsOver(from.getTime(), to.getTime()),
    ),
  };
}

/** What was asked for; else the last days, or since the first record. */
async function timeOf(
  knex: Knex,
  { from, to }: AuditCriteria,
): Promise<{ from: Date; to: Date }> {
  const { rows } = await knex.raw(
    `select until as to, coalesce(
         cast(:from as timestamptz),
         greatest(
           until - make_interval(days => ${DEFAULT_DAYS}),
           (select recorded_at from audit_records order by seq limit 1)
         )
       ) as from
     from (select coalesce(cast(:to as timestamptz), clock_timestamp()) as until) asked`,
    { from: from ?? null, to: to ?? null },
  );
  return rows[0];
}

async function countFacets(
  knex: Knex,
  seqs: Sql,
): Promise<{ records: number; facets: AuditSummary['facets'] }> {
  const names = Object.keys(FACETS) as (keyof typeof FACETS)[];
  const { rows } = await knex.raw(
    `with found as materialized (
       select ${names.map(name => `${FACETS[name]} as ${name}`).join(', ')}
       from (${
         seqs.sql
       }) page join audit_records using (seq) left join audit_disclosures using (seq)
     )
     select grouping(${names.join(', ')}) as facet, coalesce(${names.join(
      ', ',
    )}) as value, count(*)::int as count
     from found group by grouping sets ((), ${names
       .map(name => `(${name})`)
       .join(', ')})`,
    seqs.bindings,
  );
  // A bit for each column that a row is not grouped by, the first the highest.
  const all = 2 ** names.length - 1;
  const valuesOf = (index: number): AuditCount[] =>
    rows
      .filter(
        ({ facet, value }: { facet: number; value: string | null }) =>
          value !== null && facet === all - 2 ** (names.length - 1 - index),
      )
      .map(({ value, count }: AuditCount) => ({ value, count }))
      .sort(
        (one: AuditCount, other: AuditCount) =>
          other.count - one.count || one.value.localeCompare(other.value),
      )
      .slice(0, MOST_VALUES);
  return {
    records: rows.find(({ facet }: { facet: number }) => facet === all).count,
    facets: Object.fromEntries(
      names.map((name, index) => [name, valuesOf(index)]),
    ) as AuditSummary['facets'],
  };
}
