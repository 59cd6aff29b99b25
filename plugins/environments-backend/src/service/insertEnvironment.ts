import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { withCondition } from '../domain/conditions';
import { planStages } from '../domain/stages';
import { RenderedRequest } from '../templates/renderRequest';
import { UsableTemplate } from '../templates/TemplateUse';
import { AuditEvent } from '../audit/AuditEvent';
import { Caller } from './Caller';

/** Writes a new environment, its operation, their records and the job. */
export async function insertEnvironment(
  tx: Transaction,
  made: {
    caller: Caller;
    request: { name: string; owner: string };
    ids: { environment: string; operation: string };
    usable: UsableTemplate;
    rendered: RenderedRequest;
    /** Name. */
    cluster: string;
  },
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const { caller, request, ids, usable, rendered, cluster } = made;
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
    phase: 'Provisioning',
    conditions: withCondition(
      [],
      {
        type: 'Ready',
        status: 'False',
        reason: 'Provisioning',
        message: 'It is being made',
      },
      new Date(),
    ),
    parameters: rendered.parameters,
    addOns: rendered.addOns,
    ownManifests: rendered.ownManifests,
    manifests: rendered.manifests,
    checks: rendered.checks,
    draft: usable.isDraft,
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
  };
  await tx.record(
    {
      ...event,
      stage: 'requested',
      parameters: rendered.parameters,
      reason: describeAdditions(rendered),
    },
    { ...event, stage: 'authorized', authorization: caller.authorization },
  );
  await tx.enqueue(ids.operation);
  tx.changed(ids.environment);
  return { environment, operation };
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
