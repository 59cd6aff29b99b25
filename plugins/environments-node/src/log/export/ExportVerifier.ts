import { ProofError } from '@sandlot/plugin-environments-common';
import {
  ExportCheckpoint,
  ExportHeader,
  ExportLine,
  ExportTrailer,
} from './AuditExport';
import { ExportVerdict } from './ExportVerdict';
import { FilteredPlaces } from './FilteredPlaces';
import { hashRecord } from './hashRecord';
import { isBase64Of } from './isBase64Of';
import { KeptCheckpoints } from './KeptCheckpoints';
import { OpenAttempts } from './OpenAttempts';
import { opensCommitment } from './opensCommitment';
import { guessWhy, OtherLine, parseExportLine } from './parseExportLine';
import { Places } from './Places';
import { Problems } from './Problems';
import { RecordFields } from './RecordFields';
import { RecordLine } from './RecordLine';
import { RecordTimes } from './RecordTimes';
import { RunPlaces } from './RunPlaces';
import { TrustedKeys } from './TrustedKeys';

const LEAF_IN_BASE64 = /^[A-Za-z0-9+/]{43}=$/;

/** What the header decides. */
interface Begun {
  header: ExportHeader;
  keys: TrustedKeys;
  places: Places;
}

/** Takes an export line by line. */
export class ExportVerifier {
  readonly #trusted: readonly string[] | undefined;
  readonly #kept: KeptCheckpoints;
  readonly #problems = Problems.create();
  readonly #attempts = OpenAttempts.create();
  readonly #recordLine = RecordLine.create();
  readonly #fields = RecordFields.create();
  readonly #times = RecordTimes.create();
  /** Of the record that is looked at. */
  readonly #leaf = Buffer.alloc(32);
  #begun: Begun | undefined;
  #trailer: ExportTrailer | undefined;
  #line = 0;
  #records = 0;
  #checkpoints = 0;
  #undisclosed = 0;
  #hasUnknownSigner = false;
  #lastNote: string | undefined;

  private constructor(
    trusted: readonly string[] | undefined,
    kept: KeptCheckpoints,
  ) {
    this.#trusted = trusted?.length ? trusted : undefined;
    this.#kept = kept;
  }

  /** @throws ProofError if one of `checkpoints` is none */
  static create(options: {
    keys?: readonly string[];
    checkpoints?: readonly string[];
  }): ExportVerifier {
    const { keys, checkpoints } = options;
    return new ExportVerifier(keys, KeptCheckpoints.create(checkpoints));
  }

  get records(): number {
    return this.#records;
  }

  /**
   * Takes the line at [start, end) of the bytes.
   *
   * @param isLast - nothing comes behind it, not even a newline
   * @returns a promise only where there is something to wait for
   */
  take(
    bytes: Buffer,
    start: number,
    end: number,
    isLast: boolean,
  ): Promise<void> | void {
    this.#line += 1;
    // What breaks off amid a line is incomplete, and its end says so; not that a record whose
    // bytes end one bracket early was changed.
    if (isLast && !parseExportLine(bytes.toString('utf8', start, end))) {
      return undefined;
    }
    if (this.#recordLine.read(bytes, start, end)) {
      return this.#takeRecord(this.#recordLine);
    }
    const text = bytes.toString('utf8', start, end);
    return this.#takeOther(parseExportLine(text), text);
  }

  end(): ExportVerdict {
    const begun = this.#begun;
    const warnings: string[] = [];
    if (begun) warnings.push(...this.#end(begun));
    else if (this.#problems.isEmpty) {
      this.#problems.add({
        code: 'incomplete',
        message: 'The export breaks off before its first record.',
      });
    }
    if (this.#problems.more > 0) {
      warnings.push(`There are ${this.#problems.more} more problems.`);
    }
    const run = begun && !begun.header.filter ? begun : undefined;
    return {
      origin: begun?.header.origin,
      records: this.#records,
      from: run && BigInt(run.header.from),
      to: run?.places.next,
      times: this.#times.span,
      checkpoints: this.#checkpoints,
      size: this.#checkpoints > 0 ? begun?.places.covered : undefined,
      isFiltered: begun?.header.filter !== undefined,
      signedBy: begun?.keys.signedBy ?? [],
      witnessedBy: begun?.keys.witnessedBy ?? [],
      warnings,
      problems: this.#problems.inOrder(),
    };
  }

  #takeRecord(line: RecordLine): void {
    const { bytes, index, from, to, disclosures, disclosed } = line;
    const begun = this.#begun;
    if (!begun || this.#trailer) {
      this.#misplaced('record');
      return;
    }
    if (!this.#readLeaf(line)) return;
    this.#records += 1;
    begun.places.record(index, this.#leaf, () => proofOf(line));
    this.#fields.read(bytes, from, to);
    this.#times.follow(this.#fields);
    if (this.#fields.commitments > disclosed) this.#undisclosed += 1;
    for (let at = 0; at < disclosed; at++) {
      const start = disclosures[2 * at];
      const end = disclosures[2 * at + 1];
      if (!opensCommitment(line, this.#fields, start, end)) {
        this.#problems.add({
          code: 'disclosure',
          index: BigInt(index),
          message: `What record ${index} is said to disclose is not what it committed to: ${Buffer.from(
            bytes.subarray(start, end),
          )}`,
        });
      }
    }
    if (!begun.header.filter) this.#attempts.follow(index, this.#fields);
  }

  /** Hashes the record, and goes on with the hash that was sealed if it is another. */
  #readLeaf({ bytes, index, leaf, from, to }: RecordLine): boolean {
    hashRecord(this.#leaf, bytes, from, to);
    if (isBase64Of(bytes, leaf, this.#leaf)) return true;
    const sealed = Buffer.from(bytes.subarray(leaf, leaf + 44)).toString();
    if (!LEAF_IN_BASE64.test(sealed)) {
      this.#malformed('its hash is none');
      return false;
    }
    this.#leaf.set(Buffer.from(sealed, 'base64'));
    this.#problems.add({
      code: 'changed',
      index: BigInt(index),
      message: `Record ${index} was changed: its bytes are not those that were sealed.`,
    });
    return true;
  }

  async #takeOther(line: OtherLine | undefined, text: string): Promise<void> {
    if (line?.type === 'header' && this.#line === 1) {
      await this.#begin(line);
    } else if (line?.type === 'checkpoint' && this.#begun && !this.#trailer) {
      await this.#takeCheckpoint(line, this.#begun);
    } else if (line?.type === 'trailer' && this.#begun && !this.#trailer) {
      this.#trailer = line;
      await this.#takeTrailer(line, this.#begun);
    } else {
      this.#misplaced(line?.type, text);
    }
  }

  #misplaced(type: ExportLine['type'] | undefined, text = ''): void {
    // What is no export at all is told so once.
    if (!this.#begun && this.#line > 1) return;
    this.#malformed(
      type
        ? `a ${type} has no place there`
        : `it is not what an export has (${guessWhy(text, this.#line)})`,
    );
  }

  async #begin(header: ExportHeader): Promise<void> {
    const { origin, filter } = header;
    // Of the keys that were given, it is for who gave them to know.
    const trusted =
      this.#trusted && (await TrustedKeys.create(origin, this.#trusted));
    try {
      const keys = trusted ?? (await TrustedKeys.create(origin, header.keys));
      await this.#kept.begin(origin, keys, this.#problems);
      this.#begun = {
        header,
        keys,
        places: filter
          ? FilteredPlaces.create(this.#kept, this.#problems)
          : RunPlaces.create(header, this.#kept, this.#problems),
      };
    } catch (error) {
      this.#malformed((error as Error).message);
    }
  }

  async #takeCheckpoint(
    { note }: ExportCheckpoint,
    begun: Begun,
  ): Promise<void> {
    const { places } = begun;
    const from = places.covered;
    const read = this.#read(note, begun);
    if (!read) return;
    const agrees = places.checkpoint(read.checkpoint);
    const isSigned = await this.#verify(read, begun, from);
    if (agrees && isSigned) this.#checkpoints += 1;
    this.#lastNote = note;
  }

  async #takeTrailer(trailer: ExportTrailer, begun: Begun): Promise<void> {
    const { places, header } = begun;
    const from = places.covered;
    places.end(BigInt(trailer.to));
    if (trailer.records !== this.#records) {
      this.#problems.add({
        code: 'gap',
        message: `The export says that it has ${
          trailer.records
        } records, and has ${this.#records}.`,
      });
    }
    const note = trailer.checkpoint;
    if (note === undefined && this.#records > 0) {
      this.#malformed('it lacks the last checkpoint');
    }
    const read =
      note === undefined || note === this.#lastNote
        ? undefined
        : this.#read(note, begun);
    if (!read) return;
    await this.#verify(read, begun, from);
    const { size, root } = read.checkpoint;
    const last = places.lastCheckpoint;
    const isLast = last?.size === size && isSame(last.root, root);
    // Without records there may be no checkpoint of just that size.
    if (!isLast && (last || this.#records > 0 || header.from === `${size}`)) {
      this.#problems.add({
        code: 'tree',
        span: { from, to: size },
        message: `The last checkpoint of the export is of size ${size}, which is not the one that its records lead to.`,
      });
    }
  }

  #read(note: string, { keys }: Begun) {
    try {
      return keys.read(note);
    } catch (error) {
      if (!(error instanceof ProofError)) throw error;
      this.#malformed(error.message);
      return undefined;
    }
  }

  async #verify(
    { note, checkpoint }: ReturnType<TrustedKeys['read']>,
    { keys }: Begun,
    from: bigint,
  ): Promise<boolean> {
    try {
      await keys.verify(note, checkpoint);
      return true;
    } catch (error) {
      if (!(error instanceof ProofError)) throw error;
      // Who gave the wrong key would be told so at each checkpoint.
      if (error.code !== 'unknownSigner' || !this.#hasUnknownSigner) {
        this.#problems.add({
          code: 'signature',
          span: { from, to: checkpoint.size },
          message: `Line ${this.#line}: ${error.message}`,
        });
      }
      this.#hasUnknownSigner ||= error.code === 'unknownSigner';
      return false;
    }
  }

  #end({ header, keys, places }: Begun): string[] {
    this.#kept.report(this.#problems, header.filter !== undefined, places);
    const warnings = [
      ...this.#attempts.report(this.#problems, this.#times.span?.newest),
    ];
    if (!this.#trailer) {
      this.#problems.add({
        code: 'incomplete',
        index: places.next,
        message: `The export breaks off before record ${places.next}: its end is missing.`,
      });
    }
    if (!this.#trusted) {
      warnings.push(
        'No key was given, so those in the export were believed: that shows that it agrees with itself, not that it is of your log.',
      );
    }
    for (const name of keys.silentWitnesses) {
      warnings.push(`The witness ${name} signed none of the checkpoints.`);
    }
    if (keys.witnessedBy.length === 0) {
      warnings.push(
        'No witness whose key is known signed: whoever has both the database and the signing key could have made another history.',
      );
    }
    if (this.#undisclosed > 0) {
      const count = this.#undisclosed;
      warnings.push(
        `${count} ${
          count === 1 ? 'record has' : 'records have'
        } names or words that are committed to and not shown: they were erased, or left out of this file.`,
      );
    }
    if (this.#trailer && this.#records === 0) {
      warnings.push(nothingShows(header.filter));
    }
    return [...warnings, ...places.warnings];
  }

  #malformed(why: string): void {
    this.#problems.add({
      code: 'malformed',
      index: this.#begun?.places.next,
      message: `Line ${this.#line} cannot be read: ${why.replace(/\.$/, '')}.`,
    });
  }
}

/** Of an export without records, whose absence nothing in it can show. */
function nothingShows(filter: ExportHeader['filter']): string {
  const none = filter
    ? `That the filter (${Object.keys(filter).join(', ')}) found no record`
    : 'That no record is of the time that was asked for';
  return `${none} is what the portal says: no proof shows it.`;
}

/** Empty if it is no proof. */
function proofOf({ bytes, proofFrom, proofTo }: RecordLine): string[] {
  try {
    const text = Buffer.from(bytes.subarray(proofFrom, proofTo)).toString();
    const proof: unknown = JSON.parse(text);
    return Array.isArray(proof) ? proof.map(String) : [];
  } catch {
    return [];
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other);
}
