import { createHash, hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { verifyExport } from '@sandlot/plugin-environments-node';
import { readPieces } from './readPieces';
import { SampleLog } from './SampleLog';

/** As many as the sealer takes at once. */
const CHECKPOINT_EVERY = 2000;
const ROUNDS = 5;
const AIM = 0.4;
const RECORD = ',"record":';

/**
 * How fast an export is verified, against nothing but SHA-256 of the same file,
 * and of each of its records where it lies in memory already. In processor time,
 * so that what else runs here counts less; the sides take turns.
 *
 * @returns lines for people
 */
export async function measureVerification(
  folder: string,
  records: number,
): Promise<string> {
  const log = SampleLog.create();
  const file = path.join(folder, 'export.ndjson');
  await pipeline(
    Readable.from(log.export(records, CHECKPOINT_EVERY)),
    createWriteStream(file),
  );
  const handle = await open(file);
  const sides = {
    verified: () => verifyAll(handle, log.signer.verifierKey),
    'SHA-256 of the file': () => hashFile(handle),
    'SHA-256 of each record': () => hashRecords(handle, records),
  };
  type Side = keyof typeof sides;
  const names = Object.keys(sides) as Side[];
  const rounds: Record<Side, number>[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const taken = {} as Record<Side, number>;
    for (const name of names) taken[name] = await sides[name]();
    // The first compiles.
    if (round >= 0) rounds.push(taken);
  }
  await handle.close();
  return [
    `Verifying an export of ${records} records on one core, ${ROUNDS} rounds in turns. Microseconds of processor time a record, p50:`,
    ...names.map(name => {
      const each = (median(rounds.map(one => one[name])) * 1e6) / records;
      return `  ${name.padEnd(24)}${each.toFixed(2)}`;
    }),
    ...names.slice(1).map(name => {
      const ratios = rounds.map(one => one[name] / one.verified);
      return `  Speed of verifying / ${name}: ${median(ratios).toFixed(
        2,
      )} (p50, aim: ${AIM}), of each round ${Math.min(...ratios).toFixed(
        2,
      )} to ${Math.max(...ratios).toFixed(2)}`;
    }),
  ].join('\n');
}

async function verifyAll(handle: FileHandle, key: string): Promise<number> {
  return inSeconds(async () => {
    const { problems } = await verifyExport(readPieces(handle), {
      keys: [key],
    });
    if (problems.length > 0) throw new Error(problems[0].message);
  });
}

async function hashFile(handle: FileHandle): Promise<number> {
  return inSeconds(async () => {
    const whole = createHash('sha256');
    for await (const piece of readPieces(handle)) whole.update(piece);
    whole.digest();
  });
}

/** A piece of the file at a time: what is cut off at its ends is left out, and scaled for. */
async function hashRecords(
  handle: FileHandle,
  records: number,
): Promise<number> {
  let seconds = 0;
  let hashed = 0;
  for await (const piece of readPieces(handle)) {
    const found: Buffer[] = [];
    for (let at = piece.indexOf(RECORD); at >= 0; ) {
      const end = piece.indexOf('}\n', at);
      if (end < 0) break;
      found.push(piece.subarray(at + RECORD.length, end));
      at = piece.indexOf(RECORD, end);
    }
    seconds += await inSeconds(async () => {
      for (const one of found) hash('sha256', one, 'hex');
    });
    hashed += found.length;
  }
  return (seconds * records) / hashed;
}

async function inSeconds(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function median(values: number[]): number {
  return [...values].sort((one, other) => one - other)[
    Math.floor(values.length / 2)
  ];
}
