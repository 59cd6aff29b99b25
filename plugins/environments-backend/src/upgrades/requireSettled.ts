import { ConflictError } from '@backstage/errors';
import { EnvironmentRow } from '../database/rows';

/** @throws ConflictError while something else is done with it, or nothing can be */
export function requireSettled(environment: EnvironmentRow): void {
  const { name, phase, namespaceUid } = environment;
  if (phase === 'Ready' || (phase === 'Failed' && namespaceUid)) return;
  throw new ConflictError(
    phase === 'Failed'
      ? `Environment ${name} has no namespace: delete it and make a new one`
      : `Environment ${name} is ${phase}: wait until it is Ready`,
  );
}
