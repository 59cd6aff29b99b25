import { Tag, TagGroup } from '@backstage/ui';
import { useTranslation } from '../hooks/useTranslation';
import { ADDRESS_FILTERS, AuditFilterState } from './useAuditFilter';

/** What an address narrows the log to, to be seen and taken away. */
export function AddressFilters(props: { filter: AuditFilterState }) {
  const { values, set } = props.filter;
  const t = useTranslation();
  const present = ADDRESS_FILTERS.filter(name => values[name] !== undefined);
  return present.length > 0 ? (
    <TagGroup
      aria-label={t('audit.filter.fromAddress')}
      onRemove={names =>
        set(Object.fromEntries([...names].map(name => [name, undefined])))
      }
    >
      {present.map(name => (
        <Tag key={name} id={name}>
          {t(`audit.filter.${name}`, { value: values[name] ?? '' })}
        </Tag>
      ))}
    </TagGroup>
  ) : null;
}
