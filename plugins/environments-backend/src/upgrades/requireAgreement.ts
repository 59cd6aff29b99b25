import { ConflictError } from '@backstage/errors';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { EnvironmentRow } from '../database/rows';
import { agreementOf } from './agreementOf';

/** @throws ConflictError when what was agreed to is not what would be done now */
export function requireAgreement(
  kind: 'upgrade' | 'rollback',
  environment: EnvironmentRow,
  render: EnvironmentRender,
  agreement: string,
): void {
  if (agreementOf(kind, environment, render) !== agreement) {
    throw new ConflictError(
      `What would be done to environment ${environment.name} is no longer what you agreed to: look at the difference again`,
    );
  }
}
