import { AuditEvent } from '../audit/AuditEvent';
import { EnvironmentRow } from '../database/rows';

/** What all records about a person's account say. */
export function accessEvent(
  action: 'environment.access' | 'environment.revokeAccess',
  environment: EnvironmentRow,
  by: Pick<AuditEvent, 'actor' | 'source' | 'correlationId' | 'reason'> & {
    account: string;
  },
): Omit<AuditEvent, 'stage'> {
  const { id, templateRef, revision, cluster, namespace, namespaceUid } =
    environment;
  const { actor, source, correlationId, reason, account } = by;
  return {
    action,
    correlationId,
    actor,
    source,
    reason,
    environmentId: id,
    template: { ref: templateRef, revision },
    target: {
      cluster,
      namespace,
      namespaceUid,
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: account,
    },
  };
}
