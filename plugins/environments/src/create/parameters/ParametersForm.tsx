import Form from '@rjsf/core';
import { ErrorSchema } from '@rjsf/utils';
import validator from '@rjsf/validator-ajv8';
import { TemplateDetail } from '@sandlot/plugin-environments-common';
import { templates } from './templates';
import { widgets } from './widgets';

const ID_PREFIX = 'parameters';

/**
 * The parameters of a template as a form. The server alone judges them, with
 * the template's own rules; its problems come in as `problems`.
 */
export function ParametersForm(props: {
  schema: TemplateDetail['parameters'];
  values: Record<string, unknown>;
  problems: ErrorSchema;
  onChange: (values: Record<string, unknown>, path: string) => void;
  onBlur: (path: string) => void;
}) {
  const { schema, values, problems, onChange, onBlur } = props;
  return (
    <Form
      tagName="div"
      idPrefix={ID_PREFIX}
      idSeparator="/"
      schema={schema}
      formData={values}
      validator={validator}
      templates={templates}
      widgets={widgets}
      extraErrors={problems}
      noValidate
      showErrorList={false}
      onChange={({ formData }, id) => onChange(formData, `/${id ?? ID_PREFIX}`)}
      onBlur={id => onBlur(`/${id}`)}
    >
      {/* The form around this one has the button. */}
      <></>
    </Form>
  );
}
