import { Knex } from 'knex';
import { AuditListing } from './AuditListing';
import { Criterion, Way, criteriaOf } from './criteria';
import { SeqRange, seqRangeOf } from './seqRange';

/** Finds of each criterion that are looked at to choose by which to go. */
const COUNTED = 1000;

/** A query, not made yet: what Knex makes of it would be run when it is awaited. */
export interface Sql {
  sql: string;
  bindings: string[];
}

/**
 * Sequence numbers of records, newest first, as a query with the one column
 * `seq`. It goes along the index of one criterion, in its order, and looks at
 * the rest record by record: nothing is sorted, and no page costs more than
 * another.
 *
 * @returns undefined if there are none
 */
export async function listSeqs(
  knex: Knex,
  listing: AuditListing,
): Promise<Sql | undefined> {
  const range = await seqRangeOf(knex, listing);
  if (!range) return undefined;
  const criteria = criteriaOf(listing);
  const leading = await chooseLeading(knex, criteria, range);
  const conditions = [
    ...criteria.filter(one => one !== leading).map(meets),
    ...within(listing),
  ];
  const parts = leading
    ? leading.map(way => along(way, range, conditions, listing.limit))
    : [alongAll(range, conditions, listing.limit)];
  return {
    sql: `select seq from (${parts
      .map(({ sql }) => `(${sql})`)
      .join(' union ')}) as found
     order by seq desc limit ${listing.limit}`,
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}

/** The one whose finds are sparsest from where the page begins. */
async function chooseLeading(
  knex: Knex,
  criteria: Criterion[],
  range: SeqRange,
): Promise<Criterion | undefined> {
  if (criteria.length < 2) return criteria[0];
  const reaches = criteria.map(criterion => {
    const ways = criterion.map(way => reachOf(way, range));
    return {
      sql: `greatest(${ways.map(({ sql }) => `(${sql})`).join(', ')})`,
      bindings: ways.flatMap(({ bindings }) => bindings),
    };
  });
  const { rows } = await knex.raw(
    `select array[${reaches
      .map(({ sql }) => sql)
      .join(', ')}]::float8[] as reach`,
    reaches.flatMap(({ bindings }) => bindings),
  );
  const reach: number[] = rows[0].reach;
  return criteria[reach.indexOf(Math.min(...reach))];
}

/** How far down so many finds reach; below all records where there are fewer. */
function reachOf(way: Way, range: SeqRange): Sql {
  const { sql, bindings } = inIndex(way, 'way', range);
  return {
    sql: `select case when count(*) < ${COUNTED} then count(*) - ${COUNTED} else min(seq) end from (
      select seq from ${way.table} way where ${sql}
      order by way.${way.column} desc, way.seq desc limit ${COUNTED}) newest`,
    bindings,
  };
}

/**
 * As a comparison of rows, and ordered by both columns, no other index has the
 * order; with an equality the primary key has it too, and PostgreSQL would go
 * through the whole of it in search of what is rare.
 */
function inIndex(way: Way, alias: string, { low, high }: SeqRange): Sql {
  const { column, value } = way;
  const type = column.endsWith('_id') ? 'uuid' : 'text';
  return {
    sql: `${alias}.${column} is not null
      and (${alias}.${column}, ${alias}.seq) >= (?::${type}, ?::bigint)
      and (${alias}.${column}, ${alias}.seq) < (?::${type}, ?::bigint)`,
    bindings: [value, low, value, high],
  };
}

function along(
  way: Way,
  range: SeqRange,
  conditions: Sql[],
  limit: number,
): Sql {
  const alias = way.table === 'audit_records' ? 'r' : 'way';
  const join =
    alias === 'r' || conditions.length === 0
      ? ''
      : 'join audit_records r on r.seq = way.seq';
  const { sql, bindings } = inIndex(way, alias, range);
  return {
    sql: `select ${alias}.seq from ${way.table} ${alias} ${join}
      where ${[sql, ...conditions.map(one => one.sql)].join(' and ')}
      order by ${alias}.${way.column} desc, ${alias}.seq desc limit ${limit}`,
    bindings: [...bindings, ...conditions.flatMap(one => one.bindings)],
  };
}

function alongAll(
  { low, high }: SeqRange,
  conditions: Sql[],
  limit: number,
): Sql {
  const inRange = 'r.seq >= ?::bigint and r.seq < ?::bigint';
  return {
    sql: `select r.seq from audit_records r
      where ${[inRange, ...conditions.map(one => one.sql)].join(' and ')}
      order by r.seq desc limit ${limit}`,
    bindings: [low, high, ...conditions.flatMap(one => one.bindings)],
  };
}

/** Whether the record `r` is found by any of the ways: one look-up for each. */
function meets(criterion: Criterion): Sql {
  const ways = criterion.map(({ table, column }) =>
    table === 'audit_records'
      ? `r.${column} = ?`
      : `(select true from ${table} other where other.${column} = ? and other.seq = r.seq)`,
  );
  return {
    sql: `(${ways.join(' or ')})`,
    bindings: criterion.map(({ value }) => value),
  };
}

function within({ from, to }: AuditListing): Sql[] {
  // Not as the index has it: PostgreSQL would go by time, and then sort.
  const time = `r.recorded_at + interval '0'`;
  const bounds: [string, string | undefined][] = [
    [`${time} >= ?::timestamptz`, from],
    [`${time} < ?::timestamptz`, to],
  ];
  return bounds.flatMap(([sql, value]) =>
    value === undefined ? [] : [{ sql, bindings: [value] }],
  );
}
