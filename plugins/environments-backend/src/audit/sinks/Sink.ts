import { AuditRecord, AuditSink } from '@sandlot/plugin-environments-common';

/** A sealed record on its way out. */
export interface Outgoing {
  record: AuditRecord;
  /** RFC 8785 JSON, the bytes that were sealed. */
  canonical: string;
}

/** Somewhere else that gets every sealed record. */
export interface Sink {
  readonly id: string;
  readonly kind: AuditSink['kind'];
  readonly format: AuditSink['format'];

  /**
   * Gives it records in the order of the log. It may get some again that it
   * had, and has to have taken all when this returns.
   *
   * @throws Error that says why not, without what it signs in with
   */
  send(records: Outgoing[]): Promise<void>;
}
