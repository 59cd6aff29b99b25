import { UiSchema } from '@rjsf/utils';
import { TemplateDetail } from '@sandlot/plugin-environments-common';

type Schema = TemplateDetail['parameters'];
type Properties = Record<string, ParameterSchema>;

/** What the pages read of the schema of a parameter. */
export interface ParameterSchema {
  title?: string;
  type?: string;
  ui?: {
    widget?: string;
    placeholder?: string;
    help?: string;
    picker?: 'catalog' | 'cluster';
    filter?: Record<string, string[]>;
  };
}

const PICKERS = { catalog: 'CatalogPicker', cluster: 'ClusterPicker' };

export function parameterSchemas(schema: Schema): Properties {
  return (schema.properties ?? {}) as Properties;
}

/** The schema without the parameters that do not apply. */
export function withoutHidden(schema: Schema, hidden: string[]): Schema {
  const required = (schema.required ?? []) as string[];
  return {
    ...schema,
    required: required.filter(name => !hidden.includes(name)),
    properties: Object.fromEntries(
      Object.entries(parameterSchemas(schema)).filter(
        ([name]) => !hidden.includes(name),
      ),
    ),
  };
}

/** The hints of the template, in the words of the form library. */
export function toUiSchema(schema: Schema): UiSchema {
  return Object.fromEntries(
    Object.entries(parameterSchemas(schema))
      .filter(([, { ui }]) => ui)
      .map(([name, { ui = {} }]) => [
        name,
        {
          'ui:widget': ui.picker ? PICKERS[ui.picker] : ui.widget,
          'ui:placeholder': ui.placeholder,
          'ui:help': ui.help,
          'ui:options': { filter: ui.filter },
        },
      ]),
  );
}
