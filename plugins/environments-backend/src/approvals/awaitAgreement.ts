import { ConflictError } from '@backstage/errors';
import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { inUtc } from '../domain/inUtc';
import { Author } from '../lifecycle/acceptOperation';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { askForApproval } from './askForApproval';
import type { ChangeInHand } from './withAgreement';

const words: Record<ChangeInHand['kind'], string> = {
  extend: 'Another end of the lease',
  restore: 'Another end of the lease',
  transfer: 'A transfer',
  upgrade: 'An upgrade',
};

/**
 * Writes down what was asked for and who must agree. The environment itself stays as it is and
 * lives on: its phase does not change, its lease runs.
 *
 * @param environment - locked in this transaction
 * @throws ConflictError when such a change waits already
 */
export async function awaitAgreement(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  inHand: ChangeInHand,
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const { kind, id, change, reason, digest, requirements } = inHand;
  await requireNoneWaits(tx, environment, kind);
  const operation = await tx.operations.insert({
    id,
    environmentId: environment.id,
    kind,
    revision: change.would.revision,
    correlationId: author.correlationId,
    actor: author.actor,
    stages: [],
    details: {
      change: {
        ...change,
        asOf: { owner: environment.ownerRef, revision: environment.revision },
      },
      authorization: author.authorization,
      policies: author.policies,
    },
    reason,
    awaitsApproval: true,
  });
  await tx.environments.noteAsked(environment.id);
  await tx.record({
    ...aboutEnvironment(environment),
    action: `environment.${kind}`,
    stage: 'requested',
    correlationId: author.correlationId,
    actor: author.actor,
    source: author.source,
    operationId: id,
    parameters: inHand.parameters,
    reason,
  });
  await askForApproval(tx, {
    environment,
    operation,
    requirements,
    digest,
    expireAfterSeconds: inHand.expireAfterSeconds,
  });
  tx.changed(environment.id);
  return { environment, operation };
}

async function requireNoneWaits(
  tx: Transaction,
  { id, name }: EnvironmentRow,
  kind: ChangeInHand['kind'],
): Promise<void> {
  const waiting = (await tx.operations.awaitingOf(id)).find(
    one => words[one.kind as ChangeInHand['kind']] === words[kind],
  );
  if (!waiting) return;
  const { actor, requestedAt } = waiting;
  throw new ConflictError(
    `${words[kind]} of environment ${name} waits for agreement already: ${
      actor.ref
    } asked for it at ${inUtc(
      requestedAt,
    )}. Withdraw that first (cancel operation ${
      waiting.id
    }), or wait until it is decided`,
  );
}
