import { WidgetProps } from '@rjsf/utils';
import { EntityPicker } from '../../components/EntityPicker';
import { toFieldProps } from './fieldProps';

/** An entity of the catalog; its value is the full entity reference. */
export function CatalogPicker(props: WidgetProps) {
  const { value, placeholder, options, onChange } = props;
  return (
    <EntityPicker
      {...toFieldProps(props)}
      placeholder={placeholder}
      filter={(options.filter ?? {}) as Record<string, string[]>}
      value={value}
      onChange={onChange}
    />
  );
}
