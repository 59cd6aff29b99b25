import type { JsonObject } from '@backstage/types';
import type { Problem } from '@sandlot/plugin-environments-common';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { Expressions } from '../expressions';
import { pointer } from '../pointer';

const PATH = '/addOns';

/**
 * Holds the add-ons that a person switched on against those that the template
 * offers with these parameters.
 *
 * @param parameters - as {@link validateParameters} returns them
 * @returns problems with paths such as `/addOns/0`; empty when they fit
 *
 * @public
 */
export function validateAddOns(
  template: EnvironmentTemplate,
  addOns: unknown,
  parameters: JsonObject,
): Problem[] {
  if (!Array.isArray(addOns)) {
    return [{ path: PATH, message: 'not a list', expected: 'names' }];
  }
  const { addOns: known = [], parameters: schema } = template.spec;
  if (addOns.length > known.length) {
    return [
      {
        path: PATH,
        message: 'more than the template has',
        expected: `${known.length} at most, each once`,
      },
    ];
  }
  const expressions = Expressions.create(schema, 'form');
  const context = { parameters };
  return addOns.flatMap((name: unknown, index): Problem[] => {
    const path = pointer(PATH, index);
    const addOn = known.find(one => one.name === name);
    if (!addOn) {
      return [
        {
          path,
          message: 'the template has no such add-on',
          expected: `one of ${known.map(one => one.name).join(', ') || 'none'}`,
        },
      ];
    }
    if (addOns.indexOf(name) !== index) {
      return [{ path, message: `"${addOn.name}" is switched on already` }];
    }
    if (addOn.when === undefined) {
      return [];
    }
    const { holds, problems } = expressions.decide(addOn.when, path, context);
    if (problems.length > 0) {
      return [
        {
          path,
          message: `whether it is offered can't be told: ${problems[0].message}`,
        },
      ];
    }
    return holds
      ? []
      : [
          {
            path,
            message: `"${addOn.name}" is not offered with these choices`,
          },
        ];
  });
}
