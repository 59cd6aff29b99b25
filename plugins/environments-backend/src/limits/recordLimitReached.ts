import { AuditEvent } from '../audit/AuditEvent';
import { Store } from '../database/Store';
import { Caller } from '../service/Caller';
import { PolicyRefusal } from '../policies/PolicyRefusal';
import { LimitReached } from './LimitReached';

/**
 * Does what may meet with a limit or a policy, and records it when it does: in a transaction
 * of its own, since nothing else of the request is written then.
 *
 * @throws what the work throws
 */
export async function recordLimitReached<T>(
  store: Store,
  caller: Caller,
  event: Omit<AuditEvent, 'stage' | 'correlationId' | 'actor' | 'source'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LimitReached || error instanceof PolicyRefusal) {
      const why =
        error instanceof PolicyRefusal
          ? 'a policy refuses it'
          : 'a limit is reached';
      await store.transaction(tx =>
        tx.record({
          ...event,
          stage: 'denied',
          correlationId: caller.correlationId,
          actor: caller.actor,
          source: caller.source,
          authorization: caller.authorization && {
            ...caller.authorization,
            decision: 'DENY',
            basis: `${caller.authorization.basis}, but ${why}`,
          },
          ...(error instanceof PolicyRefusal && {
            policies: error.results,
          }),
          reason: error.message,
        }),
      );
    }
    throw error;
  }
}
