import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { readCheckpoint, requireGrowth, wentBack } from './requireGrowth';
import { Given, Witness, WitnessRefusal } from './Witness';

const PATIENCE = 10_000;
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
/** So that names sort as sizes do. */
const DIGITS = 20;
const LONGEST_MESSAGE = 300;

/** Of the configuration. */
export interface ObjectStoreOptions {
  name: string;
  /** Such as `https://s3.eu-central-1.amazonaws.com`; the bucket is a part of the path. */
  endpoint: string;
  bucket: string;
  /** Of the names of objects. */
  prefix: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** For how many days nobody may delete or replace an object; needs a bucket with object lock. */
  retainDays?: number;
}

/** Keeps each checkpoint as an object, locked against everybody where the store can do that. */
export class ObjectStoreWitness implements Witness {
  readonly kind = 'objectStore';
  readonly #options: ObjectStoreOptions;

  constructor(options: ObjectStoreOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  async take(given: Given): Promise<{ line?: string }> {
    const { size, note } = given.checkpoint;
    const kept = await this.#newest(given.lastSize);
    if (kept !== undefined) {
      if (kept > size) throw wentBack(kept, size);
      const key = this.#keyOf(kept);
      const there = readCheckpoint(await textOf(await this.#ask('GET', key)));
      if (there.size !== kept) {
        throw new WitnessRefusal(
          `Its object ${key} holds a checkpoint of ${there.size} records`,
        );
      }
      await requireGrowth(there, given);
      if (kept === size) return {};
    }
    const response = await this.#ask('PUT', this.#keyOf(size), {
      body: note,
      headers: { 'if-none-match': '*', ...this.#lock(note) },
    });
    // Two backends may ask side by side after a failover; with the next try it is looked at.
    await textOf(response);
    return {};
  }

  /** Size of the largest checkpoint that it has; those below `from` are not looked for. */
  async #newest(from: bigint): Promise<bigint | undefined> {
    let newest: bigint | undefined;
    let after = from === 0n ? '' : this.#keyOf(from - 1n);
    for (;;) {
      const query = new URLSearchParams({
        'list-type': '2',
        prefix: this.#options.prefix,
        ...(after && { 'start-after': after }),
      });
      const listing = await textOf(await this.#ask('GET', `?${query}`));
      const sizes = [...listing.matchAll(/([0-9]{20})<\/Key>/g)].map(
        ([, digits]) => BigInt(digits),
      );
      newest = sizes.at(-1) ?? newest;
      if (sizes.length === 0 || !listing.includes('<IsTruncated>true<')) {
        return newest;
      }
      after = this.#keyOf(newest!);
    }
  }

  #keyOf(size: bigint): string {
    return `${this.#options.prefix}${String(size).padStart(DIGITS, '0')}`;
  }

  #lock(body: string): Record<string, string> {
    const { retainDays } = this.#options;
    if (!retainDays) return {};
    const until = new Date(Date.now() + retainDays * DAY_MILLISECONDS);
    return {
      'x-amz-object-lock-mode': 'COMPLIANCE',
      'x-amz-object-lock-retain-until-date': until.toISOString(),
      // Without a checksum a store takes no lock.
      'x-amz-sdk-checksum-algorithm': 'SHA256',
      'x-amz-checksum-sha256': digestOf(body).toString('base64'),
    };
  }

  async #ask(
    method: string,
    path: string,
    init: { body?: string; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const {
      endpoint,
      bucket,
      name: _name,
      prefix: _prefix,
      retainDays: _days,
      ...credentials
    } = this.#options;
    const signed = await new AwsV4Signer({
      ...credentials,
      service: 's3',
      method,
      url: `${endpoint.replace(/\/+$/, '')}/${bucket}${
        path.startsWith('?') ? '' : '/'
      }${path}`,
      headers: {
        ...init.headers,
        'x-amz-content-sha256': digestOf(init.body ?? '').toString('hex'),
      },
      body: init.body,
    }).sign();
    return fetch(signed.url, {
      method,
      headers: signed.headers,
      body: init.body,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
  }
}

/** @throws Error with what the store says; it quotes no secret */
async function textOf(response: Response): Promise<string> {
  const text = await response.text();
  if (!response.ok) {
    const [, message] = /<Message>([^<]*)</.exec(text) ?? [];
    throw new Error(
      `The object store answered ${response.status}: ${(
        message ?? 'it does not say why'
      ).slice(0, LONGEST_MESSAGE)}`,
    );
  }
  return text;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
