import { NotFoundError } from '@backstage/errors';
import {
  AuditCheckpoint,
  AuditLog,
  Page,
  environmentReadPermission,
} from '@sandlot/plugin-environments-common';
import { LogStatus } from '../audit/LogStatus';
import { proveRecord } from '../audit/sealing/proveRecord';
import { Receipt, SealedRecord } from '../audit/sealing/SealedRecords';
import { toCheckpoint } from '../audit/sealing/toCheckpoint';
import { readCursor, signCursor } from '../database/signedCursor';
import { Store } from '../database/Store';
import { Authorizer } from './Authorizer';
import { Caller } from './Caller';
import { Gatekeeper } from './Gatekeeper';
import { requireAuditReader } from './requireAuditReader';

const DEFAULT_PAGE = 50;
/** Of its cursors. */
const CHECKPOINTS = { listing: 'checkpoints' };

/** Gives out what proves the log, to those who may see what it is about. */
export class AuditProofs {
  readonly #store: Store;
  readonly #authorizer: Authorizer;
  readonly #gatekeeper: Gatekeeper;
  readonly #status: LogStatus;

  constructor(options: {
    store: Store;
    authorizer: Authorizer;
    status: LogStatus;
  }) {
    this.#store = options.store;
    this.#authorizer = options.authorizer;
    this.#gatekeeper = new Gatekeeper(options);
    this.#status = options.status;
  }

  /** @throws NotFoundError also while it is not sealed */
  async proof(caller: Caller, eventId: string): Promise<string> {
    await this.#requireReader(caller, { proof: eventId });
    const record = await this.#store.sealedRecords.get(eventId);
    if (!record) {
      throw new NotFoundError(
        `There is no record ${eventId}; if it was retired, its archive proves it`,
      );
    }
    return this.#prove(record);
  }

  /**
   * For whoever may see the environment. It is not recorded: they hold what is
   * theirs, and the record names nobody.
   *
   * @throws NotFoundError also while it is not sealed
   */
  async receipt(caller: Caller, id: string, receipt: Receipt): Promise<string> {
    const [read] = await this.#authorizer.decisions(caller, [
      environmentReadPermission,
    ]);
    await this.#gatekeeper.require(caller, id, read, 'environment.read');
    const record = await this.#store.sealedRecords.receipt(id, receipt);
    if (!record) {
      throw new NotFoundError(
        `There is no record that the ${receipt} of environment ${id} succeeded`,
      );
    }
    return this.#prove(record);
  }

  async log(caller: Caller): Promise<AuditLog> {
    await this.#requireReader(caller, { log: true });
    return this.#status.get();
  }

  /** Newest first. */
  async checkpoints(
    caller: Caller,
    page: { cursor?: string; limit?: number },
  ): Promise<Page<AuditCheckpoint>> {
    const { cursor, limit = DEFAULT_PAGE } = page;
    const key = await this.#store.audit.cursorKey();
    const before =
      cursor === undefined ? undefined : readCursor(key, CHECKPOINTS, cursor);
    await this.#requireReader(caller, {
      checkpoints: true,
      ...(before && { before }),
    });
    const rows = await this.#store.checkpoints.list(limit + 1, before);
    const items = rows.slice(0, limit).map(toCheckpoint);
    return {
      items,
      nextCursor:
        rows.length > limit
          ? signCursor(key, CHECKPOINTS, items[limit - 1].size)
          : undefined,
    };
  }

  async #prove(record: SealedRecord): Promise<string> {
    const proof = await proveRecord(record, this.#store);
    if (proof === undefined) {
      throw new NotFoundError(
        `Record ${record.eventId} is not sealed yet: try again in a few seconds`,
      );
    }
    return proof;
  }

  #requireReader(
    caller: Caller,
    parameters: Parameters<typeof requireAuditReader>[2],
  ): Promise<void> {
    return requireAuditReader(
      { store: this.#store, authorizer: this.#authorizer },
      caller,
      parameters,
    );
  }
}
