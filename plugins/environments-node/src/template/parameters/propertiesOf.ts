import type { ParameterUi } from '@sandlot/plugin-environments-common';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';

/** A parameter: a property at the top of the schema. */
export interface ParameterProperty {
  name: string;
  schema: PlainObject;
  ui?: ParameterUi;
}

export function propertiesOf(schema: unknown): ParameterProperty[] {
  const properties =
    isPlainObject(schema) && isPlainObject(schema.properties)
      ? schema.properties
      : {};
  return Object.entries(properties).flatMap(([name, property]) =>
    isPlainObject(property)
      ? [
          {
            name,
            schema: property,
            ...(isPlainObject(property.ui) && {
              ui: property.ui as ParameterUi,
            }),
          },
        ]
      : [],
  );
}
