import {
  AuditorService,
  AuditorServiceEventSeverityLevel,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { AuditLeaf } from './AuditEvent';
import { shortened } from './record/shortened';

const severity: Record<AuditLeaf['outcome'], AuditorServiceEventSeverityLevel> =
  {
    pending: 'low',
    success: 'low',
    failure: 'medium',
    unknown: 'medium',
    denied: 'high',
  };

/** What is not known to have been done must not look done elsewhere. */
const FAULTS: AuditLeaf['outcome'][] = ['denied', 'failure', 'unknown'];

/**
 * Tells Backstage's own auditor what has been committed. The table is the
 * record; this is for those who collect the audit events of a whole portal, so
 * a fault here is logged and holds nothing up.
 */
export class AuditMirror {
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;

  constructor(auditor: AuditorService, logger: LoggerService) {
    this.#auditor = auditor;
    this.#logger = logger;
  }

  async mirror(leaves: AuditLeaf[]): Promise<void> {
    for (const leaf of leaves.map(shortened)) {
      try {
        const event = await this.#auditor.createEvent({
          eventId: leaf.action.replace('.', '-'),
          severityLevel: severity[leaf.outcome],
          meta: JSON.parse(JSON.stringify(leaf)) as JsonObject,
        });
        if (FAULTS.includes(leaf.outcome)) {
          await event.fail({ error: new Error(leaf.reason ?? leaf.outcome) });
        } else if (leaf.outcome !== 'pending') {
          await event.success();
        }
      } catch (error) {
        this.#logger.error(
          `Audit record ${
            leaf.eventId
          } could not be given to the auditor: ${stringifyError(error)}`,
        );
      }
    }
  }
}
