import { literal, matches } from './jsonBytes';
import { Problems } from './Problems';
import { Field, FIELDS, RecordFields } from './RecordFields';

interface OpenAttempt {
  index: number;
  /** As JSON. */
  time: string;
}

const ACTION = FIELDS.indexOf('action');
const STAGE = FIELDS.indexOf('stage');
const TIME = FIELDS.indexOf('time');
/** The same of an attempt and of its end. */
const KEY = (
  ['action', 'kind', 'name', 'attempt', 'correlationId'] satisfies Field[]
).map(field => FIELDS.indexOf(field));

const KUBERNETES = literal('"kubernetes.');
const OTHER_ATTEMPTED = [
  '"environment.access"',
  '"environment.revokeAccess"',
  '"template.dryRun"',
].map(literal);
const ATTEMPT = literal('"attempt"');
const ENDS = ['"succeeded"', '"failed"', '"unknown"'].map(literal);
const NEWLINE = 10;
/** Who makes a call that may still go on has this long to record its end. */
const YOUNG = 15 * 60 * 1000;

/** Calls to clusters that were begun, and of which the log does not say how they ended. */
export class OpenAttempts {
  readonly #open = new Map<string, OpenAttempt>();
  #key = Buffer.alloc(1024);

  static create(): OpenAttempts {
    return new OpenAttempts();
  }

  private constructor() {}

  follow(index: number, fields: RecordFields): void {
    if (!isAttempted(fields)) return;
    if (fields.is(STAGE, ATTEMPT)) {
      const { bytes, from, to } = fields;
      const time = bytes.toString('latin1', from[TIME], to[TIME]);
      this.#open.set(this.#keyOf(fields), { index, time });
    } else if (isAny(fields, STAGE, ENDS)) {
      this.#open.delete(this.#keyOf(fields));
    }
  }

  /**
   * @param until - ISO 8601 time of the newest record
   * @returns what cannot be said yet, for people
   */
  report(problems: Problems, until: string | undefined): string[] {
    let young = 0;
    const newest = Date.parse(until ?? '');
    for (const [key, { index, time }] of this.#open) {
      if (newest - timeOf(time) < YOUNG) {
        young += 1;
        continue;
      }
      problems.add({
        code: 'unresolved',
        index: BigInt(index),
        message: `Record ${index} is an attempt (${describe(key)}, ${time.slice(
          1,
          -1,
        )}), and none of the records after it says how it ended.`,
      });
    }
    if (young === 0) return [];
    return [
      `${young} ${
        young === 1 ? 'attempt' : 'attempts'
      } of the last 15 minutes may still have been under way; a later export says how they ended.`,
    ];
  }

  #keyOf({ bytes, from, to }: RecordFields): string {
    let length = KEY.length;
    for (const field of KEY) length += to[field] - from[field];
    if (length > this.#key.length) this.#key = Buffer.alloc(length);
    const key = this.#key;
    let at = 0;
    for (const field of KEY) {
      const end = to[field];
      for (let byte = from[field]; byte < end; byte++) key[at++] = bytes[byte];
      key[at++] = NEWLINE;
    }
    return key.toString('latin1', 0, at);
  }
}

function isAttempted(fields: RecordFields): boolean {
  return (
    matches(fields.bytes, fields.from[ACTION], KUBERNETES) ||
    isAny(fields, ACTION, OTHER_ATTEMPTED)
  );
}

function isAny(
  fields: RecordFields,
  field: number,
  values: Uint8Array[],
): boolean {
  for (const value of values) if (fields.is(field, value)) return true;
  return false;
}

/** Milliseconds, of a time as JSON. */
function timeOf(time: string): number {
  return Date.parse(time.slice(1, time.lastIndexOf('"')));
}

/** Action, kind and name, as far as they are there. */
function describe(key: string): string {
  return Buffer.from(key, 'latin1')
    .toString()
    .split('\n', 3)
    .map(value => value.slice(1, -1))
    .join(' ')
    .trim();
}
