import {
  AuditCheckpoint,
  AuditCriteria,
  AuditErasurePreview,
  AuditExportQuery,
  AuditFilter,
  AuditLog,
  AuditRecord,
  AuditRecordDetail,
  AuditReport,
  AuditSink,
  AuditSummary,
  AuditView,
  Page,
  SaveAuditViewRequest,
} from '../types';
import { ApiConnection, toInit } from './ApiConnection';
import { RequestOptions } from './options';

/** Reading the log: a part of `EnvironmentsClient`. @public */
export abstract class AuditClient {
  readonly #api: ApiConnection;

  /** @internal */
  protected constructor(api: ApiConnection) {
    this.#api = api;
  }

  async listAuditRecords(
    query: AuditFilter = {},
    options?: RequestOptions,
  ): Promise<Page<AuditRecord>> {
    return this.#api.ask(client =>
      client.GET('/audit/records', { params: { query }, ...toInit(options) }),
    );
  }

  async getAuditRecord(
    eventId: string,
    options?: RequestOptions,
  ): Promise<AuditRecordDetail> {
    return this.#api.ask(client =>
      client.GET('/audit/records/{eventId}', {
        params: { path: { eventId } },
        ...toInit(options),
      }),
    );
  }

  async summarizeAuditRecords(
    query: AuditCriteria = {},
    options?: RequestOptions,
  ): Promise<AuditSummary> {
    return this.#api.ask(client =>
      client.GET('/audit/summary', { params: { query }, ...toInit(options) }),
    );
  }

  /** @returns a C2SP tlog-proof whose extra data is the canonical record */
  async getAuditProof(
    eventId: string,
    options?: RequestOptions,
  ): Promise<string> {
    return this.#api.ask(client =>
      client.GET('/audit/records/{eventId}/proof', {
        params: { path: { eventId } },
        parseAs: 'text',
        ...toInit(options),
      }),
    );
  }

  /** @returns the same for the creation or the deletion of an environment */
  async getEnvironmentReceipt(
    id: string,
    receipt: 'creation' | 'deletion',
    options?: RequestOptions,
  ): Promise<string> {
    return this.#api.ask(client =>
      client.GET('/environments/{id}/receipts/{receipt}', {
        params: { path: { id, receipt } },
        parseAs: 'text',
        ...toInit(options),
      }),
    );
  }

  /** The file as it comes; it may be large. */
  async exportAuditRecords(
    query: AuditExportQuery,
    options?: RequestOptions,
  ): Promise<Blob> {
    return this.#api.ask(client =>
      client.GET('/audit/export', {
        params: { query },
        parseAs: 'blob',
        ...toInit(options),
      }),
    ) as Promise<unknown> as Promise<Blob>;
  }

  /** @param query - both as ISO 8601 times, `to` exclusive */
  async getAuditReport(
    query: { from: string; to: string },
    options?: RequestOptions,
  ): Promise<AuditReport> {
    return this.#api.ask(client =>
      client.GET('/audit/report', { params: { query }, ...toInit(options) }),
    );
  }

  async getAuditLog(options?: RequestOptions): Promise<AuditLog> {
    return this.#api.ask(client => client.GET('/audit/log', toInit(options)));
  }

  async listAuditCheckpoints(
    query: { cursor?: string; limit?: number } = {},
    options?: RequestOptions,
  ): Promise<Page<AuditCheckpoint>> {
    return this.#api.ask(client =>
      client.GET('/audit/checkpoints', {
        params: { query },
        ...toInit(options),
      }),
    );
  }

  async listAuditViews(options?: RequestOptions): Promise<Page<AuditView>> {
    return this.#api.ask(client => client.GET('/audit/views', toInit(options)));
  }

  async saveAuditView(
    body: SaveAuditViewRequest,
    options?: RequestOptions,
  ): Promise<AuditView> {
    return this.#api.ask(client =>
      client.POST('/audit/views', { body, ...toInit(options) }),
    );
  }

  async deleteAuditView(
    viewId: string,
    options?: RequestOptions,
  ): Promise<void> {
    await this.#api.ask(client =>
      client.DELETE('/audit/views/{viewId}', {
        params: { path: { viewId } },
        ...toInit(options),
      }),
    );
  }

  /** What `erasePerson` would erase; nothing is erased. */
  async previewErasure(
    body: { person: string },
    options?: RequestOptions,
  ): Promise<AuditErasurePreview> {
    return this.#api.ask(client =>
      client.POST('/audit/erasure-previews', { body, ...toInit(options) }),
    );
  }

  /** Erases what names a person in the log; the records stay. */
  async erasePerson(
    body: { person: string; reason: string },
    options?: RequestOptions,
  ): Promise<{ records: number }> {
    return this.#api.ask(client =>
      client.POST('/audit/erasures', { body, ...toInit(options) }),
    );
  }

  async resumeAuditSink(
    sinkId: string,
    body: { reason: string },
    options?: RequestOptions,
  ): Promise<AuditSink> {
    return this.#api.ask(client =>
      client.POST('/audit/sinks/{sinkId}/resume', {
        body,
        params: { path: { sinkId } },
        ...toInit(options),
      }),
    );
  }
}
