import { Knex } from 'knex';

/** Sequence numbers, `low` inclusive, `high` exclusive; as decimal digits. */
export interface SeqRange {
  low: string;
  high: string;
}

const LAST = '9223372036854775807';

/**
 * A record may be written that long after its time, and clocks differ. Those
 * that stray further are found as long as fewer than `STRAYS` are near.
 */
const SLACK = `interval '10 minutes'`;
const STRAYS = 200;

/**
 * Where in the order of writing the records of a time are: times are nearly in
 * that order. There are others in the range too.
 *
 * @returns undefined if there are none
 */
export async function seqRangeOf(
  knex: Knex,
  listing: { from?: string; to?: string; after?: string },
): Promise<SeqRange | undefined> {
  const { from, to, after = LAST } = listing;
  if (from === undefined && to === undefined) return { low: '0', high: after };
  const { rows } = await knex.raw(
    `select
       (select min(seq) from (
         select seq from audit_records where recorded_at >= cast(:from as timestamptz) - ${SLACK}
         order by recorded_at limit ${STRAYS}) first) as low,
       (select max(seq) + 1 from (
         select seq from audit_records where recorded_at < cast(:to as timestamptz) + ${SLACK}
         order by recorded_at desc limit ${STRAYS}) last) as high`,
    { from: from ?? null, to: to ?? null },
  );
  const low = from === undefined ? '0' : rows[0].low;
  const high = to === undefined ? LAST : rows[0].high;
  if (low === null || high === null) return undefined;
  return { low, high: BigInt(high) < BigInt(after) ? high : after };
}
