import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useState } from 'react';
import { useTranslation } from '../../hooks/useTranslation';
import styles from './filter.module.css';
import {
  QUICK_RANGES,
  QuickRange,
  startOfRange,
  toQuickRange,
} from './quickRanges';
import { TimeField } from './TimeField';
import { AuditFilterState } from './useAuditFilter';

const RANGES = ['all', ...(Object.keys(QUICK_RANGES) as QuickRange[])] as const;

/** From when to when: one press for what is asked for most, or two fields. */
export function RangeChoice(props: { filter: AuditFilterState }) {
  const { values, set } = props.filter;
  const t = useTranslation();
  const quick = toQuickRange(values, new Date());
  const [wantsFields, setWantsFields] = useState(false);
  const hasFields = wantsFields || quick === undefined;

  function choose(range: string | undefined) {
    setWantsFields(range === 'custom');
    if (range === 'all') {
      set({ from: undefined, to: undefined });
    } else if (range && range !== 'custom') {
      set({
        from: startOfRange(range as QuickRange, new Date()),
        to: undefined,
      });
    }
  }

  return (
    <div className={styles.row}>
      <ToggleButtonGroup
        aria-label={t('audit.range.label')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[hasFields ? 'custom' : quick ?? 'custom']}
        onSelectionChange={keys => choose([...keys].map(String)[0])}
      >
        {RANGES.map(range => (
          <ToggleButton key={range} id={range}>
            {t(`audit.range.${range}`)}
          </ToggleButton>
        ))}
        <ToggleButton id="custom">{t('audit.range.custom')}</ToggleButton>
      </ToggleButtonGroup>
      {hasFields && (
        <>
          <TimeField
            label={t('audit.range.from')}
            value={values.from}
            onCommit={from => set({ from })}
          />
          <TimeField
            label={t('audit.range.to')}
            value={values.to}
            onCommit={to => set({ to })}
          />
        </>
      )}
    </div>
  );
}
