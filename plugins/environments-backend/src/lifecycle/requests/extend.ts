import { InputError } from '@backstage/errors';
import { concludeOperation } from '../concludeOperation';
import { RequestHandler } from './RequestHandler';
import { withEnd } from './withEnd';

/** Moves the end of the lease away. */
export const extend: RequestHandler = async (
  tx,
  requester,
  environment,
  request,
  context,
) => {
  const { name, expiresAt: from } = environment;
  if (!from) {
    throw new InputError(
      `request/body/kind: the lease of environment ${name} has no end: there is nothing to extend`,
    );
  }
  return withEnd(
    tx,
    requester,
    environment,
    { ...request, kind: 'extend' },
    context,
    (expiresAt, as) =>
      concludeOperation(tx, as, environment, {
        kind: 'extend',
        id: context.operationId,
        decision: { expiresAt },
        details: {
          end: { from: from.toISOString(), to: expiresAt.toISOString() },
        },
        reason: request.reason,
        parameters: {
          from: from.toISOString(),
          until: expiresAt.toISOString(),
        },
      }),
  );
};
