import { JsonObject } from '@backstage/types';
import {
  AuditRecordDetail,
  hashLeaf,
  parseCheckpoint,
  parseNote,
  parseTlogProof,
  parseVerifierKey,
  ProofError,
  verifyDisclosure,
  verifyInclusion,
  verifyNote,
  VerifiedSignature,
} from '@sandlot/plugin-environments-common';
import { compareShown } from './compareShown';

/** What is looked at, in this order. */
const CHECKS = [
  'bytes',
  'inclusion',
  'signature',
  'witness',
  'disclosures',
  'shown',
] as const;

type CheckName = (typeof CHECKS)[number];

/** One thing that was looked at. */
export interface Check {
  name: CheckName;
  /** `unsure`: it says nothing against the record, and nothing for it. */
  state: 'passed' | 'failed' | 'unsure';
  /** For the sentence about it. */
  values: Record<string, string>;
}

/**
 * Verifies a record, step by step, against keys that the reader trusts, and not
 * those that came with it.
 *
 * @param proof - C2SP tlog-proof
 * @param keys - verifier keys of the log and of witnesses
 * @throws ProofError where the proof cannot even be read
 */
export async function* verifyRecord(
  detail: AuditRecordDetail,
  proof: string,
  keys: readonly string[],
): AsyncIterable<Check> {
  const { index, hashes, note: noteText, extra } = parseTlogProof(proof);
  const note = parseNote(noteText);
  const { origin, size, root } = parseCheckpoint(note.text);

  const bytes = new TextEncoder().encode(detail.canonical);
  yield check('bytes', extra !== undefined && isEqual(extra, bytes), {
    bytes: String(bytes.length),
  });

  const leaf = await hashLeaf(bytes);
  yield check(
    'inclusion',
    await verifyInclusion({ index, size, leaf, proof: hashes, root }),
    { index: String(index), size: String(size) },
  );

  let signatures: VerifiedSignature[] = [];
  let problem: string | undefined;
  try {
    signatures = await verifyNote(
      note,
      await Promise.all(keys.map(parseVerifierKey)),
    );
  } catch (error) {
    if (!(error instanceof ProofError)) {
      throw error;
    }
    problem = error.message;
  }
  const isSigned = signatures.some(
    ({ key }) => key.kind === 'log' && key.name === origin,
  );
  yield check('signature', isSigned, { origin, problem: problem ?? '' });

  const witnesses = signatures.filter(({ time }) => time !== undefined);
  const named = note.signatures
    .map(({ name }) => name)
    .filter(name => name !== origin);
  yield {
    name: 'witness',
    state: witnesses.length > 0 ? 'passed' : 'unsure',
    values: {
      names: (witnesses.length > 0
        ? witnesses.map(
            ({ key, time }) => `${key.name} (${time!.toISOString()})`,
          )
        : named
      ).join(', '),
    },
  };

  const canonical = JSON.parse(detail.canonical) as JsonObject;
  const wrong: string[] = [];
  for (const disclosure of detail.disclosures) {
    if (!(await verifyDisclosure(canonical, disclosure))) {
      wrong.push(disclosure.pointer);
    }
  }
  yield check('disclosures', wrong.length === 0, {
    number: String(detail.disclosures.length),
    places: wrong.join(', '),
  });

  const differing = compareShown(detail.record, canonical, detail.disclosures);
  yield check('shown', differing.length === 0, {
    places: differing.join(', '),
  });
}

function check(
  name: CheckName,
  isPassed: boolean,
  values: Check['values'],
): Check {
  return { name, state: isPassed ? 'passed' : 'failed', values };
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return (
    one.length === other.length && one.every((byte, at) => byte === other[at])
  );
}
