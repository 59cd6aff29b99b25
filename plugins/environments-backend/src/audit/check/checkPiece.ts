import { setTimeout } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Store } from '../../database/Store';
import { UNDONE, isUnreachable } from '../../database/unreachable';
import { SealedRow, Span } from '../export/SealedPages';
import { LogKeys } from '../sealing/readLogKeys';
import { archivedTo } from './archivedTo';
import { checkArchived } from './checkArchived';
import { CheckSource, Checked, checkRecords } from './checkRecords';
import { CheckPass } from './ChecksTable';
import { isSameFault } from './Fault';

/** Records that are gone over before the place is kept; some more, up to the next checkpoint. */
const PIECE = 1000n;
/** Between pages, in milliseconds, so that requests come first. */
const REST = 100;
/** More than a checkpoint covers beyond the one before it: behind it there is none, or a forged one. */
const LARGEST_PIECE = 10_000n;
/** SQLSTATE of a statement that took too long, or that somebody ended. */
const QUERY_CANCELED = '57014';

interface Log {
  store: Store;
  keys: LogKeys;
  logger: LoggerService;
}

/** What came of the records from where the pass was up to `to`. */
export interface Piece extends Checked {
  to: bigint;
}

/** @throws what the database answers instead of records */
export async function checkPiece(log: Log, pass: CheckPass): Promise<Piece> {
  const first = await look(log, pass);
  if (first.faults.length === 0) return first;
  // Somebody may be erased, or a month archived, right now: a fault is there twice.
  const again = await look(log, pass);
  return {
    ...again,
    faults: again.faults.filter(fault =>
      first.faults.some(one => isSameFault(one, fault)),
    ),
  };
}

async function look(log: Log, pass: CheckPass): Promise<Piece> {
  const { checks } = log.store;
  const from = pass.next;
  const archived = archivedTo(await checks.lastRetirement());
  const to = smallest(
    (await checks.checkpointAt(from + PIECE)) ?? pass.size,
    pass.size,
    from + LARGEST_PIECE,
    ...(from < archived ? [archived] : []),
  );
  const check = from < archived ? checkArchived : checkRecords;
  try {
    return { ...(await check(await readFrom(log), { from, to })), to };
  } catch (error) {
    if (isOfDatabase(error)) throw error;
    // Whoever writes to the database can make that of it which no code can read.
    log.logger.warn(
      `The audit log can’t be read from record ${from} to ${
        to - 1n
      }: ${stringifyError(error)}`,
    );
    return { records: 0, faults: [{ kind: 'tree', from, to }], to };
  }
}

async function readFrom({ store, keys }: Log): Promise<CheckSource> {
  const { sealedPages, checkpoints, tree, sealing, checks } = store;
  const configured = keys.signers.map(({ verifierKey }) => verifierKey);
  async function* run(span: Span): AsyncGenerator<SealedRow[]> {
    for await (const page of sealedPages.run(span)) {
      yield page;
      await setTimeout(REST);
    }
  }
  return {
    origin: keys.origin,
    keys: [...new Set([...(await sealing.everyKey()), ...configured])],
    pages: { run, some: (...asked) => sealedPages.some(...asked) },
    checkpoints,
    tree,
    checks,
  };
}

/** Not of what stands in it: the next time it may be another. */
function isOfDatabase(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return (
    isUnreachable(error) || [...UNDONE, QUERY_CANCELED].includes(String(code))
  );
}

function smallest(first: bigint, ...others: bigint[]): bigint {
  return others.reduce((least, one) => (one < least ? one : least), first);
}
