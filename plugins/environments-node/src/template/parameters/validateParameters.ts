import type { JsonObject } from '@backstage/types';
import type { Problem } from '@sandlot/plugin-environments-common';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { TEMPLATE_LIMITS } from '../limits';
import { pointer } from '../pointer';
import { checkTree, isPlainObject } from '../tree';
import { checkPicked } from './checkPicked';
import { hideParameters } from './hideParameters';
import { propertiesOf } from './propertiesOf';
import { validateAgainst } from './validateAgainst';

const PATH = '/parameters';

/** @public */
export interface ValidatedParameters {
  /**
   * What was sent, with the schema's defaults filled in. A parameter that is
   * not asked for has its default, whatever was sent.
   */
  parameters: JsonObject;
  /** Empty when they fit; paths start with `/parameters`. */
  problems: Problem[];
  /** Names of the parameters that are not asked for with these choices. */
  hidden: string[];
}

/**
 * Holds what a person chose against the template's schema. Nothing is coerced
 * and what the schema does not name is refused. Of what is picked only the
 * shape is checked, not whether it exists.
 *
 * @public
 */
export function validateParameters(
  template: EnvironmentTemplate,
  parameters: unknown,
): ValidatedParameters {
  const unsafe = checkTree(parameters, PATH, {
    depth: TEMPLATE_LIMITS.depth,
    values: TEMPLATE_LIMITS.parameterValues,
    characters: TEMPLATE_LIMITS.parameterCharacters,
    listItems: TEMPLATE_LIMITS.parameterListItems,
  });
  if (unsafe.length > 0 || !isPlainObject(parameters)) {
    const noObject = { path: PATH, message: 'not an object' };
    return {
      parameters: {},
      problems: unsafe.length > 0 ? unsafe : [noObject],
      hidden: [],
    };
  }
  const schema = template.spec.parameters;
  const sent = parameters as JsonObject;
  const fit = validateAgainst(schema, sent, PATH);
  const shown = hideParameters(
    schema,
    fit.values,
    sent,
    fit.problems.length === 0,
    PATH,
  );
  const misshapen = propertiesOf(schema).flatMap(
    ({ name, ui }) =>
      checkPicked(ui, shown.parameters[name], pointer(PATH, name)) ?? [],
  );
  return {
    parameters: shown.parameters,
    problems: [
      // Of a parameter that is not asked for, that is all there is to say.
      ...fit.problems.filter(
        ({ path }) =>
          !shown.hidden.some(name => isWithin(path, pointer(PATH, name))),
      ),
      ...shown.problems,
      ...misshapen,
    ],
    hidden: shown.hidden,
  };
}

function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}
