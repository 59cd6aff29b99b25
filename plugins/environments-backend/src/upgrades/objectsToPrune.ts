import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import {
  ObjectIdentity,
  identityOf,
  isSameObject,
} from '../domain/objectIdentity';

/**
 * What it has and is not to have. Operations that failed may have left things that
 * they were to remove, whatever was done in between; they go with this one.
 */
export async function objectsToPrune(
  tx: Pick<Transaction, 'operations'>,
  environment: EnvironmentRow,
  render: EnvironmentRender,
): Promise<ObjectIdentity[]> {
  const left = await tx.operations.findUnpruned(environment.id);
  const had = [...environment.manifests.map(identityOf), ...left];
  return had.filter(
    (object, index) =>
      !render.manifests.some(isSameObject(object)) &&
      had.findIndex(isSameObject(object)) === index,
  );
}
