import { ConflictError } from '@backstage/errors';
import { Problem } from '@sandlot/plugin-environments-common';
import { checkObjects } from '@sandlot/plugin-environments-node';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { EnvironmentRow } from '../database/rows';

/** @throws ConflictError when there is nothing to go back to */
export function requireEarlier(
  { name }: EnvironmentRow,
  render: EnvironmentRender | undefined,
): EnvironmentRender {
  if (!render) {
    throw new ConflictError(
      `Environment ${name} was never anything else: there is nothing to go back to`,
    );
  }
  return render;
}

/** Problems of what was rendered once: the rules may be stricter by now. */
export function checkFrozen({ manifests }: EnvironmentRender): Problem[] {
  return checkObjects(manifests).map(({ path, message, expected }) => ({
    path: '/revision',
    message: `What it was before is no longer allowed: ${
      path ? `${path}: ` : ''
    }${message}`,
    expected,
  }));
}
