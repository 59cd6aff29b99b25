import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuditFilter,
  AuditRecord,
  AuditRecordDetail,
  Page,
  auditReadPermission,
} from '@sandlot/plugin-environments-common';
import { JsonObject } from '@backstage/types';
import { decodeSequenceCursor, encodeCursor } from '../database/cursor';
import { Store } from '../database/Store';
import { Authorizer } from './Authorizer';
import { Caller } from './Caller';

const DEFAULT_PAGE = 50;

/** Reads the log, for those who may, and records that it was read. */
export class AuditService {
  readonly #store: Store;
  readonly #authorizer: Authorizer;

  constructor(options: { store: Store; authorizer: Authorizer }) {
    this.#store = options.store;
    this.#authorizer = options.authorizer;
  }

  async list(caller: Caller, filter: AuditFilter): Promise<Page<AuditRecord>> {
    const { cursor, limit = DEFAULT_PAGE, ...filters } = filter;
    const after =
      cursor === undefined ? undefined : decodeSequenceCursor(cursor);
    await this.#permit(caller, { ...filters, ...(after && { after }) });
    const records = await this.#store.audit.list({ ...filters, after, limit });
    const page = records.slice(0, limit);
    return {
      items: page,
      nextCursor:
        records.length > limit
          ? encodeCursor(page[limit - 1].sequence)
          : undefined,
    };
  }

  async get(caller: Caller, eventId: string): Promise<AuditRecordDetail> {
    await this.#permit(caller, { eventId });
    const detail = await this.#store.audit.get(eventId);
    if (!detail) throw new NotFoundError(`There is no record ${eventId}`);
    return detail;
  }

  async #permit(caller: Caller, parameters: JsonObject): Promise<void> {
    const authorization = await this.#authorizer.decideBasic(
      caller,
      auditReadPermission,
    );
    const denied = authorization.decision === 'DENY';
    const reason = 'You may not read the audit log';
    await this.#store.transaction(tx =>
      tx.record({
        stage: denied ? 'denied' : 'observed',
        action: 'audit.read',
        correlationId: caller.correlationId,
        actor: caller.actor,
        source: caller.source,
        authorization,
        target: {},
        parameters,
        reason: denied ? reason : undefined,
      }),
    );
    if (denied) throw new NotAllowedError(reason);
  }
}
