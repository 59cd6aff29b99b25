import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { ApprovalRequirement } from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { Transaction } from '../database/Store';
import { aboutEnvironment } from '../service/aboutEnvironment';

/** Writes down who must agree to what was asked for; a sweep then tells them. */
export async function askForApproval(
  tx: Transaction,
  asked: {
    environment: EnvironmentRow;
    operation: OperationRow;
    requirements: ApprovalRequirement[];
    /** Of all that somebody agrees to. */
    digest: string;
    expireAfterSeconds: number;
  },
): Promise<void> {
  const { environment, operation, requirements, digest } = asked;
  const now = await tx.now();
  const expiresAt = new Date(now.getTime() + asked.expireAfterSeconds * 1000);
  for (const requirement of requirements) {
    const id = uuidv7();
    const by = stringifyEntityRef(parseEntityRef(requirement.by));
    await tx.approvals.insert({
      id,
      environmentId: environment.id,
      operationId: operation.id,
      requirement: { ...requirement, by },
      digest,
      requestedBy: operation.actor.ref,
      expiresAt,
    });
    await tx.record({
      ...aboutEnvironment(environment),
      action: 'approval.request',
      stage: 'requested',
      correlationId: operation.correlationId,
      actor: operation.actor,
      operationId: operation.id,
      parameters: {
        approval: id,
        by,
        count: requirement.count,
        policy: requirement.policy,
        source: requirement.source,
        expiresAt: expiresAt.toISOString(),
        digest,
      },
      reason: requirement.message,
    });
  }
}

/** SHA-256 of all that is to be made: the objects, for whom, where and for how long. */
export function digestOfRequest(environment: EnvironmentRow): string {
  return formatDigest(
    sha256(
      canonicalBytes({
        manifests: environment.manifests,
        name: environment.name,
        owner: environment.ownerRef,
        cluster: environment.cluster,
        revision: environment.revision,
        parameters: environment.parameters,
        addOns: environment.addOns,
        leaseSeconds: leaseSecondsOf(environment) ?? null,
      }),
    ),
  );
}

/** How long it lives from when it is made; undefined if that has no end. */
export function leaseSecondsOf({
  expiresAt,
  createdAt,
}: EnvironmentRow): number | undefined {
  return (
    expiresAt && Math.round((expiresAt.getTime() - createdAt.getTime()) / 1000)
  );
}
