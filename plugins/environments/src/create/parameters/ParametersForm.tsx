import { VisuallyHidden } from '@backstage/ui';
import Form from '@rjsf/core';
import validator from '@rjsf/validator-ajv8';
import { Problem, TemplateDetail } from '@sandlot/plugin-environments-common';
import { useMemo } from 'react';
import { useTranslation } from '../../hooks/useTranslation';
import { describeProblem } from '../describeProblem';
import { toErrorSchema } from '../problems';
import { templates } from './templates';
import { toUiSchema, withoutHidden } from './toFormSchema';
import { useHiddenText } from './useHiddenText';
import { widgets } from './widgets';

const ID_PREFIX = 'parameters';
const NONE: never[] = [];

/**
 * The parameters of a template as a form. The server alone judges them, with
 * the template's own rules; its problems come in as `problems`, at paths such as
 * `/parameters/size`. What is hidden leaves the form and keeps its value.
 */
export function ParametersForm(props: {
  schema: TemplateDetail['parameters'];
  groups?: TemplateDetail['groups'];
  hidden?: string[];
  value: Record<string, unknown>;
  problems?: Problem[];
  /** Whether to show yet what is wrong at a path; without it, always. */
  isShown?: (path: string) => boolean;
  isDisabled?: boolean;
  onChange: (value: Record<string, unknown>, path: string) => void;
  onBlur?: (path: string) => void;
}) {
  const { schema, value, isDisabled, onChange, onBlur } = props;
  const { groups = NONE, hidden = NONE, problems = NONE } = props;
  const { isShown = always } = props;
  const t = useTranslation();
  const hiddenKey = hidden.join();
  // The form library works everything out again for another schema.
  const visible = useMemo(
    () => withoutHidden(schema, hiddenKey.split(',')),
    [schema, hiddenKey],
  );
  const uiSchema = useMemo(() => toUiSchema(schema), [schema]);
  const announcement = useHiddenText(schema, hidden);

  return (
    <>
      <Form
        tagName="div"
        idPrefix={ID_PREFIX}
        idSeparator="/"
        schema={visible}
        uiSchema={uiSchema}
        formData={value}
        formContext={{ groups }}
        validator={validator}
        templates={templates}
        widgets={widgets}
        extraErrors={toErrorSchema(problems, isShown, problem =>
          describeProblem(t, problem, schema),
        )}
        disabled={isDisabled}
        noValidate
        showErrorList={false}
        onChange={({ formData }, id) =>
          onChange({ ...value, ...formData }, `/${id ?? ID_PREFIX}`)
        }
        onBlur={id => onBlur?.(`/${id}`)}
      >
        {/* The form around this one has the button. */}
        <></>
      </Form>
      <VisuallyHidden role="status" aria-live="polite">
        {announcement}
      </VisuallyHidden>
    </>
  );
}

function always() {
  return true;
}
