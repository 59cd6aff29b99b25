import { randomBytes } from 'node:crypto';
import { JsonObject, JsonValue } from '@backstage/types';
import { AuditLeaf } from '../AuditEvent';
import { sha256 } from '../canonical';
import { replaceValues } from './pointers';

const WITHHELD = '[secret]';

/** What is a credential wherever it stands, and with what it is replaced. */
const CREDENTIALS: [RegExp, string][] = [
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    WITHHELD,
  ],
  [/\beyJ[\w-]{8,}\.[\w-]{4,}(\.[\w-]*)?/g, WITHHELD],
  [/\b(gh[pousr]_|github_pat_|glpat-|xox[abprs]-)[\w-]{10,}/g, WITHHELD],
  [/\b(AKIA|ASIA)[0-9A-Z]{16}\b/g, WITHHELD],
  [/\b(Bearer)\s+[\w.~+/=-]{8,}/gi, `$1 ${WITHHELD}`],
  [/\b([Bb]asic)\s+(?=[\w+/]*[A-Z=])[\w+/]{8,}=*/g, `$1 ${WITHHELD}`],
  [/(:\/\/)[^\s/@:]*:[^\s/@]+@/g, `$1${WITHHELD}@`],
  [
    /\b(authorization|token|passwd|password|passphrase|client-key-data|api[-_]?key|client[-_]?secret|private[-_]?key)(["']?\s*[:=]\s*["']?)(?!\[secret\]|Bearer|Basic)[^\s"',;&]{6,}/gi,
    `$1$2${WITHHELD}`,
  ],
];

/** Names of parameters that say that their value is one. */
const SECRET_NAME =
  /(^|[^a-z])(passwd|passphrase|pass-?word|token|api-?key|private-?key|secret|credentials?)$/i;

/**
 * What is left of a record without credentials: parts of texts that are some
 * read `[secret]`, and parameters that are called so, or that their template
 * marks, become commitments that nothing opens.
 *
 * @param marked - JSON Pointers into the record
 */
export function withoutSecrets(leaf: AuditLeaf, marked: string[] = []) {
  return replaceValues(leaf as unknown as JsonObject, (value, pointer) => {
    if (marked.includes(pointer) || isCalledSecret(value, pointer)) {
      return commitForGood(value);
    }
    return typeof value === 'string' ? withoutCredentials(value) : undefined;
  }) as unknown as AuditLeaf;
}

function isCalledSecret(value: JsonValue, pointer: string): boolean {
  return (
    typeof value === 'string' &&
    value !== '' &&
    pointer.startsWith('/parameters/') &&
    SECRET_NAME.test(
      pointer
        .slice(pointer.lastIndexOf('/') + 1)
        .replace(/([a-z])([A-Z])/g, '$1-$2'),
    )
  );
}

/** The salt is forgotten, so that nobody can try out guesses. */
function commitForGood(value: JsonValue): JsonObject {
  const digest = sha256(
    Buffer.concat([randomBytes(32), Buffer.from(JSON.stringify(value))]),
  );
  return { commitment: `sha256:${digest.toString('hex')}`, secret: true };
}

function withoutCredentials(text: string): string {
  return CREDENTIALS.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    // PostgreSQL's JSON knows neither, and bytes in UTF-8 only the second.
    Buffer.from(text).toString().replaceAll('\u0000', '\ufffd'),
  );
}
