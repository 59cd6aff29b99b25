import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  AuditCriteria,
  AuditErasurePreview,
  AuditFilter,
  AuditRecord,
  AuditRecordDetail,
  AuditSummary,
  AuditView,
  Page,
  SaveAuditViewRequest,
} from '@sandlot/plugin-environments-common';
import { AuditEvent } from '../audit/AuditEvent';
import { hasWord } from '../audit/erasure/eraseFrom';
import { permitAudit } from '../audit/permitAudit';
import { readCursor, signCursor } from '../database/signedCursor';
import { Store } from '../database/Store';
import { Authorizer } from './Authorizer';
import { Caller } from './Caller';
import { requireAuditReader } from './requireAuditReader';

const DEFAULT_PAGE = 50;
const READING = { action: 'audit.read', target: {} } as const;
const ERASING = { action: 'audit.erase', target: {} } as const;

/** Reads the log, for those who may, and records that it was read. */
export class AuditService {
  readonly #store: Store;
  readonly #services: { store: Store; authorizer: Authorizer };

  constructor(services: { store: Store; authorizer: Authorizer }) {
    this.#store = services.store;
    this.#services = services;
  }

  async list(caller: Caller, filter: AuditFilter): Promise<Page<AuditRecord>> {
    const { cursor, limit = DEFAULT_PAGE, ...criteria } = filter;
    const key = await this.#store.audit.cursorKey();
    const after =
      cursor === undefined ? undefined : readCursor(key, criteria, cursor);
    await requireAuditReader(this.#services, caller, {
      ...criteria,
      ...(after && { after }),
    });
    const records = await this.#store.audit.list({
      ...criteria,
      after,
      limit: limit + 1,
    });
    const page = records.slice(0, limit);
    return {
      items: page,
      nextCursor:
        records.length > limit
          ? signCursor(key, criteria, page[limit - 1].sequence)
          : undefined,
    };
  }

  async summarize(
    caller: Caller,
    criteria: AuditCriteria,
  ): Promise<AuditSummary> {
    await requireAuditReader(this.#services, caller, {
      ...criteria,
      summary: true,
    });
    return this.#store.audit.summarize(criteria);
  }

  async get(caller: Caller, eventId: string): Promise<AuditRecordDetail> {
    await requireAuditReader(this.#services, caller, { eventId });
    const detail = await this.#store.audit.get(eventId);
    if (!detail) throw new NotFoundError(`There is no record ${eventId}`);
    return detail;
  }

  async listViews(caller: Caller): Promise<AuditView[]> {
    await permitAudit(this.#services, caller, READING);
    return this.#store.auditViews.list(caller.actor.ref);
  }

  /** @throws ConflictError for a name that is taken, unless its view is to be replaced */
  async saveView(
    caller: Caller,
    request: SaveAuditViewRequest,
  ): Promise<AuditView> {
    await permitAudit(this.#services, caller, READING);
    const view = await this.#store.auditViews.save(caller.actor.ref, request);
    if (!view) {
      throw new ConflictError(
        `You keep a view “${request.name}” already: give this one another name, or send "replace": true to have it instead`,
      );
    }
    return view;
  }

  async removeView(caller: Caller, id: string): Promise<void> {
    await permitAudit(this.#services, caller, READING);
    if (!(await this.#store.auditViews.remove(caller.actor.ref, id))) {
      throw new NotFoundError(`You have no view ${id}`);
    }
  }

  /** What `erase` would erase. That it was looked at is recorded, and not of whom. */
  async previewErasure(
    caller: Caller,
    request: { person: string },
  ): Promise<AuditErasurePreview> {
    const permitted = await permitAudit(this.#services, caller, ERASING);
    const person = readPerson(request.person);
    await this.#record(permitted, {
      ...READING,
      stage: 'observed',
      parameters: { erasurePreview: true },
    });
    return this.#store.audit.previewErasure(person);
  }

  /** Its records name nobody but who asked for it. */
  async erase(
    caller: Caller,
    request: { person: string; reason: string },
  ): Promise<{ records: number }> {
    const permitted = await permitAudit(this.#services, caller, ERASING);
    const person = readPerson(request.person);
    const { reason } = request;
    if (hasWord(reason, person.slice(person.indexOf('/') + 1))) {
      throw new InputError(
        'request/body/reason names whom you want to erase, and would be kept: give it without the name',
      );
    }
    await this.#record(permitted, { ...ERASING, stage: 'requested', reason });
    const records = await this.#store.audit.erase(person);
    await this.#record(permitted, {
      ...ERASING,
      stage: 'succeeded',
      reason,
      parameters: { records },
    });
    return { records };
  }

  async #record(
    { correlationId, actor, source, authorization }: Caller,
    event: Pick<
      AuditEvent,
      'action' | 'stage' | 'target' | 'parameters' | 'reason'
    >,
  ): Promise<void> {
    await this.#store.transaction(tx =>
      tx.record({ ...event, correlationId, actor, source, authorization }),
    );
  }
}

/** @throws InputError for what is no user: groups are no people */
function readPerson(ref: string): string {
  const person = ref.toLocaleLowerCase('en');
  if (person.startsWith('user:')) return person;
  throw new InputError(
    'request/body/person is no user: only people are erased',
  );
}
