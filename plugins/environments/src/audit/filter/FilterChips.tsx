import { Button, Flex, Tag, TagGroup } from '@backstage/ui';
import { useTranslation } from '../../hooks/useTranslation';
import { FILTER_NAMES } from './filterNames';
import { AuditFilterState } from './useAuditFilter';
import { useFilterText } from './useFilterText';

/** What the log is narrowed to, to be seen and taken away. */
export function FilterChips(props: {
  filter: AuditFilterState;
  /** Of the environment that it is narrowed to, as far as that is known. */
  environmentName: string | undefined;
}) {
  const { environmentName } = props;
  const { values, set, clear, isFiltered } = props.filter;
  const t = useTranslation();
  const toText = useFilterText();
  const present = FILTER_NAMES.filter(name => values[name] !== undefined);
  if (!isFiltered && present.length === 0) {
    return null;
  }
  return (
    <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
      {present.length > 0 && (
        <TagGroup
          aria-label={t('audit.filter.label')}
          onRemove={names =>
            set(Object.fromEntries([...names].map(name => [name, undefined])))
          }
        >
          {present.map(name => (
            <Tag
              key={name}
              id={name}
              textValue={`${t(`audit.filter.${name}`)} ${values[name]}`}
            >
              {t('audit.filter.chip', {
                name: t(`audit.filter.${name}`),
                value:
                  (name === 'environment' && environmentName) ||
                  toText(name, values[name] ?? ''),
              })}
            </Tag>
          ))}
        </TagGroup>
      )}
      <Button variant="tertiary" size="small" onPress={clear}>
        {t('audit.filter.clear')}
      </Button>
    </Flex>
  );
}
