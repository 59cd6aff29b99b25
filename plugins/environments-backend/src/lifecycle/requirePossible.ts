import { ConflictError } from '@backstage/errors';
import { EnvironmentRow } from '../database/rows';
import { OperationKind, whyNotNow } from '../domain/lifecycle';
import { stateOf } from './stateOf';

/** @throws ConflictError that says why this can't be done with it now */
export function requirePossible(
  kind: OperationKind,
  environment: EnvironmentRow,
): void {
  const refusal = whyNotNow(kind, stateOf(environment));
  if (refusal) {
    throw new ConflictError(
      `Environment ${environment.name} can't do that now: ${refusal}`,
    );
  }
}
