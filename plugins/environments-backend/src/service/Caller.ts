import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  AuditActor,
  AuditRecord,
  PolicyResult,
} from '@sandlot/plugin-environments-common';
import type { EnvironmentResource } from './rules';

/** What the permission framework decided, and why. */
export type Authorization = NonNullable<AuditRecord['authorization']>;

/** Who asks, from where, and the thread that ties together all that follows. */
export interface Caller {
  credentials: BackstageCredentials;
  actor: AuditActor;
  /** Entity references as which the caller owns things; empty for services. */
  ownership: string[];
  source: NonNullable<AuditRecord['source']>;
  /** UUIDv7, new for each request. */
  correlationId: string;
  /** Of the request, where its client chose one; unique to the actor. */
  idempotencyKey?: string;
  /** Why the caller may do this; set by the authorising service. */
  authorization?: Authorization;
  /** Whether that still is so of an environment, by its owner and members of now; set with it. */
  mayStill?: (environment: EnvironmentResource) => boolean;
  /** What the policies said to it, once they were asked. */
  policies?: PolicyResult[];
  /**
   * Whether the caller looks after templates; set by the authorising service,
   * which asks when it matters and once. Absent means no.
   */
  managesTemplates?: () => Promise<boolean>;
  /** May the caller extend leases beyond what templates give? The same way. */
  authorizeLeaseOverride?: () => Promise<Authorization>;
}
