import { AuditCriteria } from '@sandlot/plugin-environments-common';
import { AuditAction } from '../AuditEvent';

/** A page of the records that a filter finds. */
export interface AuditListing extends AuditCriteria {
  /** Any of these. */
  actions?: readonly AuditAction[];
  /** Sequence number of the last record of the page before. */
  after?: string;
  limit: number;
}
