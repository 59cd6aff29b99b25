import {
  Checkbox,
  NumberField,
  Radio,
  RadioGroup,
  Select,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import { useTranslation } from '../../hooks/useTranslation';
import { CatalogPicker } from './CatalogPicker';
import { ClusterPicker } from './ClusterPicker';
import { describedBy, toFieldProps } from './fieldProps';

function TextWidget(props: WidgetProps) {
  const { schema, value, placeholder, options, onChange } = props;
  return schema.type === 'number' || schema.type === 'integer' ? (
    <NumberField
      {...toFieldProps(props)}
      value={value ?? NaN}
      minValue={schema.minimum}
      maxValue={schema.maximum}
      // A number that was typed stays as it is; its problem is shown instead.
      commitBehavior="validate"
      step={schema.multipleOf ?? (schema.type === 'integer' ? 1 : undefined)}
      onChange={next => onChange(Number.isNaN(next) ? undefined : next)}
    />
  ) : (
    <TextField
      {...toFieldProps(props)}
      value={value ?? ''}
      placeholder={placeholder}
      onChange={next => onChange(next === '' ? options.emptyValue : next)}
    />
  );
}

function TextareaWidget(props: WidgetProps) {
  const { value, placeholder, options, onChange } = props;
  return (
    <TextAreaField
      {...toFieldProps(props)}
      value={value ?? ''}
      placeholder={placeholder}
      onChange={next => onChange(next === '' ? options.emptyValue : next)}
    />
  );
}

function SelectWidget(props: WidgetProps) {
  const { value, options, onChange } = props;
  const t = useTranslation();
  const choices = options.enumOptions ?? [];
  const selected = choices.findIndex(choice => choice.value === value);
  return (
    <Select
      {...toFieldProps(props)}
      placeholder={t('create.field.choose')}
      value={selected < 0 ? null : String(selected)}
      // Values may be of any type; their place in the list is a key.
      options={choices.map((choice, index) => ({
        id: String(index),
        label: choice.label,
      }))}
      onChange={key => onChange(choices[Number(key)]?.value)}
    />
  );
}

function RadioWidget(props: WidgetProps) {
  const { value, options, onChange } = props;
  const choices = options.enumOptions ?? [];
  const selected = choices.findIndex(choice => choice.value === value);
  return (
    <RadioGroup
      {...toFieldProps(props)}
      value={selected < 0 ? null : String(selected)}
      onChange={key => onChange(choices[Number(key)]?.value)}
    >
      {choices.map((choice, index) => (
        <Radio key={choice.label} value={String(index)}>
          {choice.label}
        </Radio>
      ))}
    </RadioGroup>
  );
}

function CheckboxWidget(props: WidgetProps) {
  const { id, label, schema, value, disabled, readonly, onChange } = props;
  return (
    <Checkbox
      id={id}
      isSelected={value ?? false}
      isDisabled={disabled || readonly}
      aria-describedby={describedBy(props)}
      onChange={onChange}
    >
      {schema.description ? `${label}: ${schema.description}` : label}
    </Checkbox>
  );
}

export const widgets: RegistryWidgetsType = {
  TextWidget,
  TextareaWidget,
  SelectWidget,
  RadioWidget,
  CheckboxWidget,
  CatalogPicker,
  ClusterPicker,
};
