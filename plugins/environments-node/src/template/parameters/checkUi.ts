import type { JsonObject } from '@backstage/types';
import { parameterUiSchema } from '@sandlot/plugin-environments-common';
import type { ParameterUi } from '@sandlot/plugin-environments-common';
import { Expressions } from '../expressions';
import { parseGrammar } from '../grammar/parseGrammar';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';
import { checkPicked } from './checkPicked';
import { choicesOf } from './choicesOf';
import { propertiesOf } from './propertiesOf';
import { misplacedUi } from './misplacedUi';

/** How parameters are asked for: the content of `ui`, and that it suits the parameter. */
export function checkUi(
  schema: JsonObject | undefined,
  path: string,
): TemplateProblem[] {
  const grammar = propertiesOf(schema).flatMap(property =>
    property.schema.ui === undefined
      ? []
      : parseGrammar(
          parameterUiSchema,
          property.schema.ui,
          pointer(path, 'properties', property.name, 'ui'),
        ).problems,
  );
  return [
    ...grammar,
    ...misplacedUi(schema, path),
    ...(grammar.length > 0 ? [] : checkUses(schema, path)),
  ];
}

function checkUses(
  schema: JsonObject | undefined,
  path: string,
): TemplateProblem[] {
  const properties = propertiesOf(schema);
  const conditional = properties
    .filter(({ ui }) => ui?.when !== undefined)
    .map(({ name }) => name);
  const expressions = Expressions.create(schema, 'form');
  return properties.flatMap(({ name, schema: property, ui }) => {
    const at = pointer(path, 'properties', name);
    return ui === undefined
      ? []
      : [
          ...checkSuits(property, ui, pointer(at, 'ui')),
          ...checkPickedDefault(property, ui, pointer(at, 'default')),
          ...checkWhen(property, ui, conditional, expressions, at),
        ];
  });
}

function checkSuits(
  property: PlainObject,
  ui: ParameterUi,
  path: string,
): TemplateProblem[] {
  const { widget, picker, filter, placeholder } = ui;
  const choices = choicesOf(property);
  const isText = property.type === 'string' && !choices;
  const rules: [string, boolean, string, string][] = [
    [
      'widget',
      (widget === 'radio' || widget === 'select') && !choices,
      `"${widget}" needs choices`,
      'an enum, or oneOf with const and title',
    ],
    [
      'widget',
      (widget === 'text' || widget === 'textarea') && !isText,
      `"${widget}" is for text without choices`,
      'a parameter of type string',
    ],
    [
      'picker',
      picker !== undefined && !isText,
      'what is picked is a text without choices',
      'a parameter of type string',
    ],
    [
      'picker',
      picker !== undefined && widget !== undefined,
      'a picker is a widget of its own',
      'either picker or widget',
    ],
    [
      'filter',
      filter !== undefined && picker !== 'catalog',
      'says which entities are offered',
      'picker: catalog beside it',
    ],
    [
      'placeholder',
      placeholder !== undefined &&
        (choices !== undefined || property.type === 'boolean'),
      'stands in a field that one types into',
      'a parameter of type string, integer or number',
    ],
  ];
  return rules
    .filter(([, isWrong]) => isWrong)
    .map(([field, , message, expected]) => ({
      path: pointer(path, field),
      message,
      expected,
    }));
}

function checkPickedDefault(
  property: PlainObject,
  ui: ParameterUi,
  path: string,
): TemplateProblem[] {
  const problem = checkPicked(ui, property.default, path);
  return problem ? [problem] : [];
}

function checkWhen(
  property: PlainObject,
  { when }: ParameterUi,
  conditional: string[],
  expressions: Expressions,
  path: string,
): TemplateProblem[] {
  if (when === undefined) {
    return [];
  }
  const at = pointer(path, 'ui', 'when');
  const problems = expressions.checkCondition(when, at);
  const unsure =
    problems.length > 0
      ? []
      : expressions
          .parametersIn(when)
          .filter(name => conditional.includes(name));
  return [
    ...(property.default === undefined
      ? [
          {
            path,
            message: 'has no value where it is not asked for',
            expected: 'a default beside ui.when',
          },
        ]
      : []),
    ...problems,
    ...[...new Set(unsure)].map(name => ({
      path: at,
      message: `parameters.${name} is conditional itself`,
      expected: 'parameters without ui.when',
    })),
  ];
}

/** A module has no form: its parameters come from the template. */
export function checkNoUi(
  schema: JsonObject | undefined,
  path: string,
): TemplateProblem[] {
  return [
    ...propertiesOf(schema)
      .filter(({ schema: property }) => isPlainObject(property.ui))
      .map(({ name }) => ({
        path: pointer(path, 'properties', name, 'ui'),
        message: "a module's parameters come from templates, not from a form",
        expected: 'ui in the template',
      })),
    ...misplacedUi(schema, path),
  ];
}
