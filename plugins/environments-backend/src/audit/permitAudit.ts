import { NotAllowedError } from '@backstage/errors';
import {
  auditManagePermission,
  auditReadPermission,
} from '@sandlot/plugin-environments-common';
import { Store } from '../database/Store';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { AuditEvent } from './AuditEvent';

/** What who acts on the log needs, and what is said to who does not have it. */
const NEEDED = {
  'audit.read': [auditReadPermission, 'You may not read the audit log'],
  'audit.export': [auditReadPermission, 'You may not read the audit log'],
  'audit.erase': [
    auditManagePermission,
    'You may not erase anybody from the audit log',
  ],
  'audit.resumeSink': [
    auditManagePermission,
    'You may not resume the sinks of the audit log',
  ],
} as const;

/**
 * The caller with the reason why this may be done with the log; a refusal is
 * recorded before it is given.
 *
 * @param event - what would be done
 * @throws NotAllowedError
 */
export async function permitAudit(
  services: { store: Store; authorizer: Authorizer },
  caller: Caller,
  event: Pick<AuditEvent, 'target' | 'parameters'> & {
    action: keyof typeof NEEDED;
  },
): Promise<Caller> {
  const [permission, refusal] = NEEDED[event.action];
  const authorization = await services.authorizer.decideBasic(
    caller,
    permission,
  );
  if (authorization.decision === 'ALLOW') return { ...caller, authorization };
  const { correlationId, actor, source } = caller;
  await services.store.transaction(tx =>
    tx.record({
      ...event,
      stage: 'denied',
      correlationId,
      actor,
      source,
      authorization,
      reason: refusal,
    }),
  );
  throw new NotAllowedError(refusal);
}
