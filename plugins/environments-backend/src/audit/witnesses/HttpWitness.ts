import {
  formatNote,
  parseNote,
  parseVerifierKey,
  verifyNote,
} from '@sandlot/plugin-environments-common';
import { wentBack } from './requireGrowth';
import { Given, Witness, WitnessRefusal } from './Witness';

const PATIENCE = 10_000;
const LONGEST_ANSWER = 10_000;
const WHY: Record<number, string> = {
  403: ': it does not know the keys of the log',
  404: ': it does not know the log, or there is no witness at this address',
};
const SIZE = /^(0|[1-9][0-9]{0,18})\n?$/;

/**
 * A witness that cosigns, https://c2sp.org/tlog-witness. It checks by itself that
 * the tree only grew.
 */
export class HttpWitness implements Witness {
  readonly kind = 'http';
  readonly name: string;
  readonly verifierKey: string;
  readonly #url: string;

  constructor(options: {
    name: string;
    /** Submission prefix. */
    url: string;
    /** Verifier key of its cosignatures. */
    publicKey: string;
  }) {
    this.name = options.name;
    this.#url = `${options.url.replace(/\/+$/, '')}/add-checkpoint`;
    this.verifierKey = options.publicKey;
  }

  async take(given: Given): Promise<{ line?: string }> {
    const first = await this.#add(given, given.lastSize);
    if (first.status !== 409) return this.#accept(first, given);
    // It knows another size than the database remembers, and says which.
    const size = readSize(first.body);
    if (size > given.checkpoint.size) {
      throw wentBack(size, given.checkpoint.size);
    }
    const second = await this.#add(given, size);
    if (second.status === 409 && readSize(second.body) === size) {
      throw refusal(given);
    }
    return this.#accept(second, given);
  }

  async #add(
    { checkpoint, prove }: Given,
    old: bigint,
  ): Promise<{ status: number; body: string }> {
    const hashes = await prove(old);
    const response = await fetch(this.#url, {
      method: 'POST',
      body: [
        `old ${old}\n`,
        ...hashes.map(hash => `${Buffer.from(hash).toString('base64')}\n`),
        `\n${checkpoint.note}`,
      ].join(''),
      // It is told to go elsewhere by whoever sits between, not by its operator.
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body = await response.text();
    return { status: response.status, body: body.slice(0, LONGEST_ANSWER) };
  }

  async #accept(
    { status, body }: { status: number; body: string },
    given: Given,
  ): Promise<{ line?: string }> {
    if (status === 422) throw refusal(given);
    if (status !== 200) {
      throw new Error(
        `It answered ${status}, where 200 and a cosignature were expected${
          WHY[status] ?? ''
        }`,
      );
    }
    const note = formatNote(
      parseNote(given.checkpoint.note).text,
      body.split('\n').filter(line => line.startsWith('\u2014 ')),
    );
    const key = await parseVerifierKey(this.verifierKey);
    const [signature] = await verifyNote(parseNote(note), [key]);
    if (!signature) {
      throw new Error(
        'It answered without a cosignature of the key that is configured for it',
      );
    }
    return { line: signature.line };
  }
}

function readSize(body: string): bigint {
  if (!SIZE.test(body)) {
    throw new Error('It answered 409 and did not say which size it has');
  }
  return BigInt(body.trim());
}

function refusal({ checkpoint }: Given): WitnessRefusal {
  return new WitnessRefusal(
    `It does not take the checkpoint of ${checkpoint.size} records: what it has is no beginning of it. Some were changed since, or an older backup was restored`,
  );
}
