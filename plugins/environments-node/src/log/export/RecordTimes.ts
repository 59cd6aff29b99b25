import { FIELDS, RecordFields } from './RecordFields';

const TIME = FIELDS.indexOf('time');
/** A time as JSON, and zeros behind it. */
const LONGEST = 32;

/** Between which times the records are that were read. They are of one form, so that they are ordered as their bytes are. */
export class RecordTimes {
  readonly #oldest = Buffer.alloc(LONGEST, 0xff);
  readonly #newest = Buffer.alloc(LONGEST);

  static create(): RecordTimes {
    return new RecordTimes();
  }

  private constructor() {}

  follow({ bytes, from, to }: RecordFields): void {
    const start = from[TIME];
    const end = to[TIME];
    if (end === start || end - start > LONGEST) return;
    if (differ(bytes, start, end, this.#newest) > 0) {
      copy(bytes, start, end, this.#newest);
    }
    if (differ(bytes, start, end, this.#oldest) < 0) {
      copy(bytes, start, end, this.#oldest);
    }
  }

  /** ISO 8601; undefined without a record that has a time. */
  get span(): { oldest: string; newest: string } | undefined {
    if (this.#newest[0] === 0) return undefined;
    return { oldest: textOf(this.#oldest), newest: textOf(this.#newest) };
  }
}

/** In which direction the first byte differs; without a call out of JavaScript, as there are millions. */
function differ(
  bytes: Buffer,
  start: number,
  end: number,
  time: Buffer,
): number {
  let at = 0;
  const last = end - start - 1;
  while (at < last && bytes[start + at] === time[at]) at += 1;
  return bytes[start + at] - time[at];
}

function copy(bytes: Buffer, start: number, end: number, target: Buffer): void {
  target.fill(0);
  bytes.copy(target, 0, start, end);
}

function textOf(time: Buffer): string {
  return time.toString('latin1', 1, time.lastIndexOf('"'));
}
