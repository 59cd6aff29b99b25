import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
} from '@sandlot/plugin-environments-common';
import type { TemplateIo } from '../template/TemplateIo';
import { exitCodeOf } from './AuditResult';
import { describeResult } from './describeResult';
import { ProgressLine } from './ProgressLine';
import { verifyFile } from './verifyFile';

/** Options of `audit verify`. */
export interface VerifyOptions {
  /** Verifier keys that are trusted. */
  key?: string[];
  /** Files with checkpoints that were kept from earlier. */
  checkpoint?: string[];
  json?: boolean;
}

/**
 * `./sandlot audit verify`: needs neither server nor network.
 *
 * @returns the exit code
 */
export async function verify(
  file: string,
  options: VerifyOptions,
  io: TemplateIo,
): Promise<number> {
  const keys = options.key ?? [];
  await Promise.all(keys.map(parseVerifierKey));
  const checkpoints = await Promise.all(
    (options.checkpoint ?? []).map(one =>
      readCheckpoint(path.resolve(io.cwd, one), one),
    ),
  );
  const progress = ProgressLine.create(io);
  const result = await verifyFile(
    path.resolve(io.cwd, file),
    { keys, checkpoints },
    at => progress.show(at),
  );
  progress.end();
  const exitCode = exitCodeOf(result);
  io.out(
    options.json
      ? `${JSON.stringify({ exitCode, ...result }, toJson, 2)}\n`
      : describeResult(result),
  );
  return exitCode;
}

/**
 * A checkpoint that somebody kept, who most likely copied it from a page into an editor.
 *
 * @param name - of the file, as it was given
 */
async function readCheckpoint(file: string, name: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  const note = `${text
    .replace(/^\ufeff/, '')
    .replace(/\r\n/g, '\n')
    .trim()}\n`;
  try {
    parseCheckpoint(parseNote(note).text);
  } catch (error) {
    throw new Error(
      `${name} has no checkpoint (three lines, an empty one, and signatures): ${
        (error as Error).message
      }`,
    );
  }
  return note;
}

/** Indexes may be larger than the numbers of JSON. */
function toJson(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
