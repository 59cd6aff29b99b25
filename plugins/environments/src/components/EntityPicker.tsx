import { Combobox } from '@backstage/ui';
import { useState } from 'react';
import { entityName } from '@sandlot/plugin-environments-common';
import { EntityOption, useEntityOptions } from '../hooks/useEntityOptions';
import { useTranslation } from '../hooks/useTranslation';
import { ErrorNotice } from './ErrorNotice';

/** An entity of the catalog, found by its name or title. */
export function EntityPicker(props: {
  id?: string;
  label: string;
  description?: string;
  placeholder?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  isInvalid?: boolean;
  validationBehavior?: 'aria';
  'aria-describedby'?: string;
  onBlur?: () => void;
  /** Fields of entities and the values that are offered. */
  filter: Record<string, string[]>;
  /** The full entity reference. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const { filter, value, placeholder, onChange, ...fieldProps } = props;
  const t = useTranslation();
  const [chosen, setChosen] = useState<EntityOption | undefined>(() =>
    value
      ? { id: value, label: entityName(value), description: value }
      : undefined,
  );
  const [text, setText] = useState(chosen?.label ?? '');
  // What stands there once something is chosen is no longer a question.
  const term = text === chosen?.label ? '' : text;
  const { data, error, isPending, refresh } = useEntityOptions(filter, term);
  const found = data ?? [];
  const isChosenFound = found.some(({ id }) => id === chosen?.id);

  return (
    <>
      <Combobox
        {...fieldProps}
        placeholder={placeholder || t('create.picker.placeholder')}
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
