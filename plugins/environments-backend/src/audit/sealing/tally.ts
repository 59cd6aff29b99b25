import { JsonObject } from '@backstage/types';
import { termsOf } from '../query/termsOf';
import { openRecord } from '../record/openRecord';
import { Sealed, UnsealedRecord } from './SealingTable';

/** What finds the records, and how many there are of each hour and kind. */
export function tally(
  records: UnsealedRecord[],
): Pick<Sealed, 'terms' | 'hours'> {
  const hours = new Map<string, Sealed['hours'][number]>();
  for (const { hour, action, outcome } of records) {
    const key = JSON.stringify([hour, action, outcome]);
    const counted = hours.get(key) ?? { hour, action, outcome, records: 0 };
    counted.records += 1;
    hours.set(key, counted);
  }
  return {
    terms: records.map(record => ({
      sequence: record.sequence,
      terms: termsIn(record),
    })),
    hours: [...hours.values()],
  };
}

/** Bytes that are no record are sealed as they are, and found by their columns alone. */
function termsIn({ canonical, disclosures }: UnsealedRecord): string[] {
  try {
    const parsed = JSON.parse(canonical.toString('utf8')) as JsonObject;
    const opened = disclosures.map(([pointer, salt, value]) => ({
      pointer,
      salt,
      value,
    }));
    return termsOf(openRecord(parsed, opened).leaf);
  } catch {
    return [];
  }
}
