import { open } from 'node:fs/promises';
import { InputError } from '@backstage/errors';
import {
  ProofError,
  verifyTlogProof,
} from '@sandlot/plugin-environments-common';
import type {
  ExportProblemCode,
  ExportVerdict,
} from '@sandlot/plugin-environments-node';
import { verifyExport } from '@sandlot/plugin-environments-node';
import type { AuditResult } from './AuditResult';
import { readPieces } from './readPieces';

/** What whoever verifies has from elsewhere. */
export interface Trusted {
  /** Verifier keys. */
  keys: readonly string[];
  /** Signed notes from earlier. */
  checkpoints: readonly string[];
}

export interface VerifyProgress {
  records: number;
  /** Bytes. */
  read: number;
  /** Bytes of the whole file. */
  size: number;
}

const PROOF = 'c2sp.org/tlog-proof@';

const CODES: Record<ProofError['code'], ExportProblemCode> = {
  malformed: 'malformed',
  unknownSigner: 'signature',
  badSignature: 'signature',
  notIncluded: 'tree',
  unsupported: 'malformed',
};

/**
 * Verifies an export, or a `.tlog-proof`: what it is the file itself says.
 *
 * @throws what reading the file throws
 */
export async function verifyFile(
  file: string,
  { keys, checkpoints }: Trusted,
  onProgress: (progress: VerifyProgress) => void,
): Promise<AuditResult> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const start = Buffer.alloc(PROOF.length);
    await handle.read(start, 0, start.length, 0);
    if (start.toString() === PROOF) {
      const proof = await handle.readFile({ encoding: 'utf8' });
      return await verifyProof(proof, { keys, checkpoints });
    }
    let read = 0;
    const count = (bytes: number) => (read += bytes);
    const verdict = await verifyExport(readPieces(handle, count), {
      keys,
      checkpoints,
      onProgress: records => onProgress({ records, read, size }),
    });
    return fromVerdict(verdict, keys);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return failed(keys, 'malformed', error.message);
  } finally {
    await handle.close();
  }
}

async function verifyProof(
  text: string,
  { keys, checkpoints }: Trusted,
): Promise<AuditResult> {
  try {
    const proof = await verifyTlogProof(text, keys);
    const { origin, index, size, signedBy, witnessedBy } = proof;
    return {
      origin,
      what: `record ${index} of ${origin}`,
      records: 1,
      from: index,
      to: index + 1n,
      checkpoints: 1,
      size,
      signedBy,
      witnessedBy: witnessedBy.map(witness => ({ ...witness, size })),
      isTrusted: true,
      warnings: [
        ...(witnessedBy.length > 0
          ? []
          : [
              'No witness whose key was given signed: whoever has both the database and the signing key could have made another history.',
            ]),
        'The people in the record are committed to; who they are the proof does not say.',
      ],
      problems: checkpoints.map(() => ({
        code: 'incomplete',
        message:
          'A checkpoint that was kept was not compared: the proof of one record leads to none. Export a time without any other filter.',
      })),
    };
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    const advice =
      error.code === 'unknownSigner' && keys.length === 0
        ? ' A proof says nothing without the key of the log: give it with --key.'
        : '';
    return failed(keys, CODES[error.code], `${error.message}${advice}`);
  }
}

function fromVerdict(
  verdict: ExportVerdict,
  keys: readonly string[],
): AuditResult {
  const { isFiltered, records, from, to, origin = 'a log' } = verdict;
  const last = to === undefined ? undefined : to - 1n;
  const span = isFiltered ? `${records} records` : `records ${from} to ${last}`;
  return {
    ...verdict,
    what: `${records > 0 ? span : 'export'} of ${origin}`,
    isTrusted: keys.length > 0,
  };
}

function failed(
  keys: readonly string[],
  code: ExportProblemCode,
  message: string,
): AuditResult {
  return {
    what: 'the file',
    records: 0,
    checkpoints: 0,
    signedBy: [],
    witnessedBy: [],
    isTrusted: keys.length > 0,
    warnings: [],
    problems: [{ code, message }],
  };
}
