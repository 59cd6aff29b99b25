import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import {
  ObjectIdentity,
  identityOf,
  isSameObject,
} from '../domain/objectIdentity';

/**
 * What it has and is not to have. An operation that failed may have left things
 * that it was to remove; they go with this one.
 */
export async function objectsToPrune(
  tx: Pick<Transaction, 'operations'>,
  environment: EnvironmentRow,
  render: EnvironmentRender,
): Promise<ObjectIdentity[]> {
  const last = await tx.operations.get(environment.operationId);
  const left = last?.state === 'Failed' ? last.details.prune ?? [] : [];
  const had = [...environment.manifests.map(identityOf), ...left];
  return had.filter(
    (object, index) =>
      !render.manifests.some(isSameObject(object)) &&
      had.findIndex(isSameObject(object)) === index,
  );
}
