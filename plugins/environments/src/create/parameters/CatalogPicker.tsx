import { Combobox } from '@backstage/ui';
import { WidgetProps } from '@rjsf/utils';
import { useState } from 'react';
import { ErrorNotice } from '../../components/ErrorNotice';
import { entityName } from '../../format/entityRef';
import { useTranslation } from '../../hooks/useTranslation';
import { toFieldProps } from './fieldProps';
import { EntityOption, useEntityOptions } from './useEntityOptions';

/**
 * An entity of the catalog, found by its name or title; its value is the full
 * entity reference.
 */
export function CatalogPicker(props: WidgetProps) {
  const { value, options, onChange } = props;
  const t = useTranslation();
  const [chosen, setChosen] = useState<EntityOption | undefined>(() =>
    value
      ? { id: value, label: entityName(value), description: value }
      : undefined,
  );
  const [text, setText] = useState(chosen?.label ?? '');
  // What stands there once something is chosen is no longer a question.
  const term = text === chosen?.label ? '' : text;
  const { data, error, isPending, refresh } = useEntityOptions(
    (options.filter ?? {}) as Record<string, string[]>,
    term,
  );
  const found = data ?? [];
  const isChosenFound = found.some(({ id }) => id === chosen?.id);

  return (
    <>
      <Combobox
        {...toFieldProps(props)}
        placeholder={props.placeholder || t('create.picker.placeholder')}
        value={chosen?.id ?? null}
        options={[
          // It stays chosen while others are looked for.
          ...(chosen && !isChosenFound ? [chosen] : []),
          ...found,
        ]}
        search={{ mode: 'server', inputValue: text, onInputChange: setText }}
        loading={{ state: isPending ? 'loading' : 'idle' }}
        onChange={key => {
          const option =
            found.find(({ id }) => id === key) ??
            (chosen?.id === key ? chosen : undefined);
          setChosen(option);
          if (option) {
            setText(option.label);
          }
          onChange(option?.id);
        }}
      />
      {error && !data && (
        <ErrorNotice
          error={error}
          title={t('create.picker.failed')}
          onRetry={refresh}
        />
      )}
    </>
  );
}
