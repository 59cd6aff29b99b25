import type { JsonObject } from '@backstage/types';
import { listAt } from '../at';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { propertiesOf } from '../parameters/propertiesOf';
import { validateParameters } from '../parameters/validateParameters';
import { pointer } from '../pointer';
import { candidatesOf } from './candidatesOf';

/**
 * An example of what somebody may choose: the defaults of a template, and for
 * what has none and must be chosen something that fits.
 *
 * @returns what has to be sent, without the defaults; undefined where no
 * example is found, such as of a text that must match a pattern
 *
 * @public
 */
export function sampleParameters(
  template: EnvironmentTemplate,
): JsonObject | undefined {
  const sample = sampleRequired(template);
  return validateParameters(template, sample).problems.length === 0
    ? sample
    : undefined;
}

/** The same without looking whether it fits as a whole; what has no example is left out. */
export function sampleRequired(template: EnvironmentTemplate): JsonObject {
  const { parameters } = template.spec;
  const required = listAt(parameters, 'required');
  const asked = propertiesOf(parameters).filter(
    ({ name, schema }) =>
      required.includes(name) && schema.default === undefined,
  );
  return Object.fromEntries(
    asked.flatMap((property, index) => {
      const { name } = property;
      const fitting = candidatesOf(property, index + 1).find(value =>
        fits(template, name, value),
      );
      return fitting === undefined ? [] : [[name, fitting]];
    }),
  );
}

function fits(
  template: EnvironmentTemplate,
  name: string,
  value: JsonObject[string],
): boolean {
  const path = pointer('/parameters', name);
  return validateParameters(template, { [name]: value }).problems.every(
    problem => problem.path !== path && !problem.path.startsWith(`${path}/`),
  );
}
