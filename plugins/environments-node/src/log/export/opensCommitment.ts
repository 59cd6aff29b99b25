import { hash } from 'node:crypto';
import { readPointer } from '@sandlot/plugin-environments-common';
import { ExportDisclosure } from './AuditExport';
import { literal, matches, NOWHERE, skipString } from './jsonBytes';
import { RecordFields } from './RecordFields';
import { RecordLine } from './RecordLine';

const POINTER = literal('["');

/**
 * The same as `verifyDisclosure`, but without waiting, and on bytes: the
 * disclosure at [from, to) of a line is what the commitment is the hash of.
 */
export function opensCommitment(
  line: RecordLine,
  fields: RecordFields,
  from: number,
  to: number,
): boolean {
  const { bytes } = line;
  if (!matches(bytes, from, POINTER)) return false;
  const pointer = from + POINTER.length;
  const pointerEnd = skipString(bytes, pointer - 1, to) - 1;
  const digest = hash('sha256', bytes.subarray(from, to), 'hex');
  const at = fields.digestAt(pointer, pointerEnd);
  if (at === NOWHERE) return isDeeper(line, from, to, digest);
  for (let byte = 0; byte < digest.length; byte++) {
    if (bytes[at + byte] !== digest.charCodeAt(byte)) return false;
  }
  return true;
}

/** Where the bytes alone do not show the place. */
function isDeeper(
  { bytes, from, to }: RecordLine,
  disclosureFrom: number,
  disclosureTo: number,
  digest: string,
): boolean {
  const [pointer] = parse<ExportDisclosure>(
    bytes.subarray(disclosureFrom, disclosureTo),
  ) ?? [undefined];
  if (typeof pointer !== 'string') return false;
  const found = readPointer(parse(bytes.subarray(from, to)), pointer);
  if (typeof found !== 'object' || found === null) return false;
  const { commitment, ...others } = found as { commitment?: unknown };
  return Object.keys(others).length === 0 && commitment === `sha256:${digest}`;
}

function parse<T>(bytes: Uint8Array): T | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}
