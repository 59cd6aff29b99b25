import { InputError } from '@backstage/errors';
import { ENVIRONMENT_TEMPLATE_API_VERSION } from '@sandlot/plugin-environments-common';
import type { TemplateSet } from './TemplateSet';

/**
 * With a mistake in a path nothing would ever be found, which must not pass for good.
 *
 * @throws InputError when there is nothing of ours in what was read
 */
export function requireTemplates(
  paths: string[],
  ...sets: TemplateSet[]
): void {
  const isEmpty = sets.every(
    ({ templates, modules, cases, problems }) =>
      templates.length + modules.length + cases.length + problems.length === 0,
  );
  if (isEmpty) {
    throw new InputError(
      `There is no template in ${paths.join(
        ', ',
      )}: looked at are files that end with .yaml or .yml, of apiVersion ${ENVIRONMENT_TEMPLATE_API_VERSION}.`,
    );
  }
}
