import { AuditEvent } from '../audit/AuditEvent';
import { AccessAccountRow } from '../database/AccessAccountsTable';
import { EnvironmentRow } from '../database/rows';

/**
 * As whom the cluster knows a person, for records. With their reference in the same text
 * the log commits to it, and it goes when they are erased.
 */
export function signInFor({
  person,
  username,
}: Pick<AccessAccountRow, 'person' | 'username'>): { signIn?: string } {
  return username === undefined ? {} : { signIn: `${person} as ${username}` };
}

/** What all records about a person's account say, or about what is bound to their own name. */
export function accessEvent(
  action: 'environment.access' | 'environment.revokeAccess',
  environment: EnvironmentRow,
  by: Pick<AuditEvent, 'actor' | 'source' | 'correlationId' | 'reason'> &
    Pick<AccessAccountRow, 'account' | 'username'>,
): Omit<AuditEvent, 'stage'> {
  const { id, templateRef, revision, cluster, namespace, namespaceUid } =
    environment;
  const { actor, source, correlationId, reason, account, username } = by;
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
      ...(username === undefined
        ? { apiVersion: 'v1', kind: 'ServiceAccount' }
        : { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' }),
      name: account,
    },
  };
}
