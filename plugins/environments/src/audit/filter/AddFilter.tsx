import {
  Button,
  Dialog,
  Menu,
  MenuItem,
  MenuTrigger,
  SubmenuTrigger,
} from '@backstage/ui';
import { RiFilter3Line } from '@remixicon/react';
import { AuditSummary } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { useTranslation } from '../../hooks/useTranslation';
import styles from './filter.module.css';
import { FILTER_NAMES, FilterName } from './filterNames';
import { FilterForm } from './FilterForm';
import { AuditFilterState } from './useAuditFilter';
import { isListed, ListedFilter, useFilterOptions } from './useFilterOptions';

/** A menu of what the log can be narrowed by, with how many there are of each. */
export function AddFilter(props: {
  filter: AuditFilterState;
  summary: AuditSummary | undefined;
}) {
  const { filter, summary } = props;
  const t = useTranslation();
  const options = useFilterOptions(summary?.facets);
  // It stays while its dialog closes.
  const [asked, setAsked] = useState<FilterName>('environment');
  const [isOpen, setOpen] = useState(false);

  function ask(name: FilterName) {
    setAsked(name);
    setOpen(true);
  }

  return (
    <>
      <MenuTrigger>
        <Button variant="secondary" iconStart={<RiFilter3Line />}>
          {t('audit.filter.add')}
        </Button>
        <Menu>
          {FILTER_NAMES.map(name =>
            isListed(name) ? (
              <SubmenuTrigger key={name}>
                <MenuItem>{t(`audit.filter.${name}`)}</MenuItem>
                {submenu(name)}
              </SubmenuTrigger>
            ) : (
              <MenuItem key={name} id={name} onAction={() => ask(name)}>
                {t('audit.filter.asked', { name: t(`audit.filter.${name}`) })}
              </MenuItem>
            ),
          )}
        </Menu>
      </MenuTrigger>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(28rem, 92vw)">
        <FilterForm
          name={asked}
          value={filter.values[asked]}
          onSet={value => filter.set({ [asked]: value })}
          onClose={() => setOpen(false)}
        />
      </Dialog>
    </>
  );

  function submenu(name: ListedFilter) {
    return (
      <Menu maxHeight="24rem">
        {options[name].map(({ value, label, count }) => (
          <MenuItem
            key={value}
            id={value}
            textValue={label}
            onAction={() => filter.set({ [name]: value })}
          >
            <span className={styles.option}>
              <span>{label}</span>{' '}
              {count !== undefined && (
                <span className={styles.count}>
                  {count.toLocaleString('en-US')}
                  {summary?.isAtLeast && '+'}
                </span>
              )}
            </span>
          </MenuItem>
        ))}
      </Menu>
    );
  }
}
