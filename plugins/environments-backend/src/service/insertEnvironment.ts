import {
  ApprovalRequirement,
  Phase,
} from '@sandlot/plugin-environments-common';
import { askForApproval, digestOfRequest } from '../approvals/askForApproval';
import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { LeaseEnds } from '../domain/lease';
import { withCondition } from '../domain/conditions';
import { planStages } from '../domain/stages';
import { RenderedRequest } from '../templates/renderRequest';
import { UsableTemplate } from '../templates/TemplateUse';
import { AuditEvent } from '../audit/AuditEvent';
import { digestOfObjects } from '../audit/record/digestOfObjects';
import { Author } from '../lifecycle/acceptOperation';

/** Writes a new environment, its operation, their records and, unless it waits, the job. */
export async function insertEnvironment(
  tx: Transaction,
  made: {
    caller: Author;
    request: { name: string; owner: string };
    ids: { environment: string; operation: string };
    usable: UsableTemplate;
    rendered: RenderedRequest;
    /** Name. */
    cluster: string;
    /** Who must agree first, and how long they have. */
    approvals?: {
      requirements: ApprovalRequirement[];
      expireAfterSeconds: number;
    };
    /** Title of the cluster, if it is full: nothing is done until there is room. */
    waitsFor?: string;
    lease: LeaseEnds;
    /** Made ahead, for whoever asks for just this. */
    pool?: string;
    /** Whose choices it copies. */
    clonedFrom?: string;
  },
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const { caller, request, ids, usable, rendered, cluster, waitsFor } = made;
  const approvals = made.approvals?.requirements ?? [];
  const phase = firstPhase(approvals, waitsFor);
  const { ref, title, revision } = usable.current;
  const environment = await tx.environments.insert({
    id: ids.environment,
    name: request.name,
    ownerRef: request.owner,
    createdBy: caller.actor.ref,
    templateRef: ref,
    templateTitle: title,
    revision,
    cluster,
    namespace: rendered.manifests[0].metadata.name,
    phase,
    conditions: withCondition(
      [],
      {
        type: 'Ready',
        status: 'False',
        reason: phase,
        message: whyNotReady(approvals, waitsFor),
      },
      new Date(),
    ),
    parameters: rendered.parameters,
    addOns: rendered.addOns,
    ownManifests: rendered.ownManifests,
    manifests: rendered.manifests,
    checks: rendered.checks,
    draft: usable.isDraft,
    expiresAt: made.lease.expiresAt,
    latestEnd: made.lease.latestEnd,
    members: [],
    pool: made.pool,
    operationId: ids.operation,
  });
  const operation = await tx.operations.insert({
    id: ids.operation,
    environmentId: ids.environment,
    kind: 'create',
    revision,
    correlationId: caller.correlationId,
    actor: caller.actor,
    stages: planStages('create', rendered.manifests, rendered.checks),
    details: {
      addOns: rendered.addOns,
      clonedFrom: made.clonedFrom,
      ...(approvals.length > 0 && {
        authorization: caller.authorization,
        policies: caller.policies,
      }),
    },
    waits: phase !== 'Provisioning',
  });
  const event: Omit<AuditEvent, 'stage'> = {
    action: 'environment.create',
    correlationId: caller.correlationId,
    actor: caller.actor,
    source: caller.source,
    environmentId: ids.environment,
    operationId: ids.operation,
    target: {
      cluster,
      namespace: environment.namespace,
      name: request.name,
    },
    template: { ref, revision },
    ...digestOfObjects('create', rendered.manifests),
  };
  await tx.record(
    {
      ...event,
      stage: 'requested',
      parameters: rendered.parameters,
      reason: describeAdditions(rendered),
    },
    ...(approvals.length > 0
      ? []
      : [
          {
            ...event,
            stage: 'authorized',
            authorization: caller.authorization,
            policies: caller.policies,
          } as const,
        ]),
  );
  if (approvals.length > 0) {
    await askForApproval(tx, {
      environment,
      operation,
      digest: digestOfRequest(environment),
      ...made.approvals!,
    });
  }
  if (phase === 'Provisioning') await tx.enqueue(ids.operation);
  tx.changed(ids.environment);
  return { environment, operation };
}

function firstPhase(
  approvals: ApprovalRequirement[],
  waitsFor: string | undefined,
): Phase {
  if (approvals.length > 0) return 'AwaitingApproval';
  return waitsFor ? 'Waiting' : 'Provisioning';
}

function whyNotReady(
  approvals: ApprovalRequirement[],
  waitsFor: string | undefined,
): string {
  if (approvals.length > 0) {
    return `It is made when ${approvals
      .map(({ by, count }) => (count > 1 ? `${count} of ${by}` : by))
      .join(' and ')} agreed`;
  }
  return waitsFor
    ? `${waitsFor} is full: it is made when there is room`
    : 'It is being made';
}

/** What came on top of the parameters. */
function describeAdditions({
  addOns,
  ownManifests,
}: RenderedRequest): string | undefined {
  const own = ownManifests.map(
    ({ kind, metadata }) => `${kind} ${metadata.name}`,
  );
  const parts = [
    addOns.length > 0 && `with the add-ons ${addOns.join(', ')}`,
    own.length > 0 && `with objects of the owner's own: ${own.join(', ')}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join('; ') : undefined;
}
