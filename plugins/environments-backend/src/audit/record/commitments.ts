import { randomBytes } from 'node:crypto';
import { JsonObject, JsonValue } from '@backstage/types';
import { AuditDisclosure } from '@sandlot/plugin-environments-common';
import { AuditLeaf } from '../AuditEvent';
import { canonicalBytes, formatDigest, sha256 } from '../canonical';
import { namesSomebody } from './namesOf';
import { replaceValues } from './pointers';

/** Bytes that a record may take. */
const LARGEST_RECORD = 64 * 1024;

/** What may have to give way for that, first what is most likely too large. */
const MAY_BE_LARGE = ['parameters', 'policies', 'approvals'];

/** Personal whatever it says. A reason is somebody's own words, or may quote them. */
const PERSONAL = [
  '/actor/ref',
  '/actor/groups',
  '/actor/onBehalfOf',
  '/source/address',
  '/source/userAgent',
  '/reason',
];

/** A record as it is written. */
export interface CommittedRecord {
  canonical: Buffer;
  /** They open the commitments in it. */
  disclosures: AuditDisclosure[];
}

/**
 * What is hashed of a record, with commitments in the place of what names
 * people and of what is too large, and what opens them.
 *
 * @param leaf - without secrets
 */
export function commitTo(leaf: AuditLeaf): CommittedRecord {
  const committed = commitValues(leaf, []);
  for (let large = 1; large <= MAY_BE_LARGE.length; large += 1) {
    if (committed.canonical.length <= LARGEST_RECORD) break;
    Object.assign(committed, commitValues(leaf, MAY_BE_LARGE.slice(0, large)));
  }
  return committed;
}

function commitValues(leaf: AuditLeaf, large: string[]): CommittedRecord {
  const disclosures: AuditDisclosure[] = [];
  const isSystem = leaf.actor.kind === 'system';
  const committed = replaceValues(
    leaf as unknown as JsonObject,
    (value, pointer) => {
      const needed = PERSONAL.includes(pointer)
        ? !(isSystem && pointer === '/actor/ref') && !isEmpty(value)
        : large.includes(pointer.slice(1)) || isPersonal(value);
      if (!needed) return undefined;
      const salt = randomBytes(16).toString('base64');
      disclosures.push({ pointer, salt, value });
      return { commitment: commitmentTo(pointer, salt, value) };
    },
  );
  return { canonical: canonicalBytes(committed as JsonObject), disclosures };
}

/** What stands in the bytes in the place of the value. */
export function commitmentTo(
  pointer: string,
  salt: string,
  value: JsonValue,
): string {
  return formatDigest(sha256(canonicalBytes([pointer, salt, value])));
}

function isEmpty(value: JsonValue): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** A name, keys that are names, or what would read like a commitment and is none. */
function isPersonal(value: JsonValue): boolean {
  if (typeof value === 'string') return namesSomebody(value);
  if (typeof value !== 'object' || value === null) return false;
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  return (
    keys.some(namesSomebody) || (keys.length === 1 && keys[0] === 'commitment')
  );
}
