import { JsonObject } from '@backstage/types';
import { permitAudit } from '../audit/permitAudit';
import { Store } from '../database/Store';
import { Authorizer } from './Authorizer';
import { Caller } from './Caller';

/**
 * Lets through who may read the log. That it is read, and what of it, is recorded
 * before anything is given out.
 *
 * @param parameters - what is asked for
 * @throws NotAllowedError, recorded, for who may not
 */
export async function requireAuditReader(
  services: { store: Store; authorizer: Authorizer },
  caller: Caller,
  parameters: JsonObject,
): Promise<void> {
  const event = { action: 'audit.read', target: {}, parameters } as const;
  const { actor, authorization, correlationId, source } = await permitAudit(
    services,
    caller,
    event,
  );
  await services.store.transaction(tx =>
    tx.record({
      ...event,
      stage: 'observed',
      actor,
      authorization,
      correlationId,
      source,
    }),
  );
}
