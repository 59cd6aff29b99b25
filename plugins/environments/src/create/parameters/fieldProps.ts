import { WidgetProps } from '@rjsf/utils';
import { problemsId } from '../FieldProblems';

/** The id of the help below a field, for its `aria-describedby`. */
export function helpId(fieldId: string): string {
  return `${fieldId}-help`;
}

/** What every BUI field takes from a JSON Schema field. */
export function toFieldProps(props: WidgetProps) {
  const { id, label, schema, required, disabled, readonly, rawErrors } = props;
  return {
    id,
    label,
    description: props.options.description ?? schema.description,
    isRequired: required,
    isDisabled: disabled || readonly,
    isInvalid: Boolean(rawErrors?.length),
    // Problems are the server's; the browser's own bubbles would come before.
    validationBehavior: 'aria' as const,
    'aria-describedby': describedBy(props),
    onBlur: () => props.onBlur(id, props.value),
  };
}

export function describedBy({ id, options }: WidgetProps): string {
  return options.help ? `${helpId(id)} ${problemsId(id)}` : problemsId(id);
}
