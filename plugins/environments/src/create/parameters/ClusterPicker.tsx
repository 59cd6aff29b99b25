import { Select } from '@backstage/ui';
import { WidgetProps } from '@rjsf/utils';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useClusters } from '../../hooks/useCatalogue';
import { useTranslation } from '../../hooks/useTranslation';
import { toFieldProps } from './fieldProps';

/** Nothing chosen: a select needs a key for it. */
const NONE = '';

/** One of the clusters that the portal knows; its value is the name. */
export function ClusterPicker(props: WidgetProps) {
  const { value, required, onChange } = props;
  const t = useTranslation();
  const { data, error, refresh } = useClusters();
  const options = (data ?? []).map(({ name, title }) => ({
    id: name,
    label: title,
  }));
  const isKnown = !value || options.some(({ id }) => id === value);
  return (
    <>
      <Select
        {...toFieldProps(props)}
        placeholder={t('create.field.choose')}
        value={value ?? (required ? null : NONE)}
        options={[
          ...(required ? [] : [{ id: NONE, label: t('create.field.none') }]),
          ...options,
          ...(isKnown ? [] : [{ id: value, label: value }]),
        ]}
        onChange={key => onChange(key === NONE ? undefined : key)}
      />
      {error && !data && <ErrorNotice error={error} onRetry={refresh} />}
    </>
  );
}
