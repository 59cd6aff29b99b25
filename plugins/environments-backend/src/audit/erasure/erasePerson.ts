import { Knex } from 'knex';
import { termsOf } from '../query/termsOf';
import { openRecord } from '../record/openRecord';
import { RecordRow, toDisclosures } from '../record/recordRow';
import { eraseFrom } from './eraseFrom';
import { namesPerson } from './namesPerson';

/** Records in one transaction, so that nobody waits long for the sealer. */
const AT_ONCE = 500;

/**
 * Erases what opens the commitments of a person. Bytes, digests and proofs stay
 * as they are. It may be begun again wherever it ended.
 *
 * @param person - reference of a user
 * @returns in how many records something was erased
 */
export async function erasePerson(knex: Knex, person: string): Promise<number> {
  const ref = person.toLocaleLowerCase('en');
  await knex('audit_views').whereIn('owner_ref', [ref, person]).delete();
  let records = 0;
  let erased: number;
  do {
    erased = await knex.transaction(trx => eraseSome(trx, ref));
    records += erased;
  } while (erased > 0);
  return records;
}

async function eraseSome(trx: Knex.Transaction, ref: string): Promise<number> {
  // Who seals right now writes terms of what is about to be erased.
  await trx('audit_sealing').select('one').forUpdate();
  const rows: RecordRow[] = await trx('audit_disclosures as d')
    .join('audit_records as r', 'r.seq', 'd.seq')
    .select('r.seq', 'r.canonical', 'd.disclosures')
    .whereRaw(namesPerson, { person: ref })
    .limit(AT_ONCE)
    .forUpdate('d');
  const changes = rows.map(row => changeOf(row, ref));
  await trx.raw(
    `with given as (
       select * from jsonb_to_recordset(:changes) as given (seq bigint, disclosures jsonb, terms jsonb)
     ), forgotten as (
       delete from audit_terms using given, jsonb_array_elements_text(given.terms) as gone (term)
       where audit_terms.seq = given.seq and audit_terms.term = gone.term
     )
     update audit_disclosures d set
       disclosures = given.disclosures,
       actor_ref = case when actor_ref = :ref then null else actor_ref end,
       on_behalf_of = case when on_behalf_of = :ref then null else on_behalf_of end,
       names = nullif(array_remove(names, :ref), '{}')
     from given where d.seq = given.seq`,
    { changes: JSON.stringify(changes), ref },
  );
  return rows.length;
}

/** What is kept of a record, and by which terms it may no longer be found. */
function changeOf(row: RecordRow, ref: string) {
  const disclosures = toDisclosures(row);
  try {
    const canonical = JSON.parse(row.canonical.toString('utf8'));
    const { leaf } = openRecord(canonical, disclosures);
    const kept = eraseFrom(leaf, disclosures, ref);
    const left = new Set(termsOf(openRecord(canonical, kept).leaf));
    return {
      seq: row.seq,
      disclosures: kept.map(({ pointer, salt, value }) => [
        pointer,
        salt,
        value,
      ]),
      terms: termsOf(leaf).filter(term => !left.has(term)),
    };
  } catch {
    // Its bytes are no record any more; what opened them opens nothing.
    return { seq: row.seq, disclosures: [], terms: [] };
  }
}
