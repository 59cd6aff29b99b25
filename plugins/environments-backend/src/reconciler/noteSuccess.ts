import { Receipt } from '@sandlot/plugin-environments-common';
import { digestOfObjects } from '../audit/record/digestOfObjects';
import { describeSuccess } from '../domain/success';
import { OperationScope } from './OperationScope';

/** The record of the success; that of a deletion has a receipt, which the operation keeps too. */
export function noteSuccess(scope: OperationScope): void {
  const { kind } = scope.operation;
  const receipt = kind === 'delete' ? receiptOf(scope) : undefined;
  const record = scope.noteEvent({
    stage: 'succeeded',
    action: `environment.${kind}`,
    target: {},
    reason: describeSuccess(kind),
    ...digestOfObjects(kind, scope.environment.manifests),
    ...(receipt && { parameters: { receipt } }),
  });
  if (receipt) {
    scope.noteDetails({ receipt: { ...receipt, record }, blockers: [] });
  }
}

function receiptOf({
  environment,
  details,
}: OperationScope): Omit<Receipt, 'record'> {
  const { namespace, namespaceUid, cluster, createdAt, deletedAt } =
    environment;
  return {
    namespace,
    ...(namespaceUid && { namespaceUid }),
    cluster,
    createdAt: createdAt.toISOString(),
    deletedAt: deletedAt!.toISOString(),
    objects: details.objects ?? 0,
  };
}
