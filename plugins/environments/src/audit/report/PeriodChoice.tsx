import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useState } from 'react';
import { useTranslation } from '../../hooks/useTranslation';
import { TimeField } from '../filter/TimeField';
import { PERIODS, Period, toRange } from './periods';
import styles from './Report.module.css';

/** The usual periods, or any other in UTC. */
export function PeriodChoice(props: {
  period: { from: string; to: string };
  onChange: (period: { from: string; to: string }) => void;
}) {
  const { period, onChange } = props;
  const t = useTranslation();
  const [wantsFields, setWantsFields] = useState(false);
  const usual = PERIODS.find(known => {
    const range = toRange(known, new Date());
    return range.from === period.from && range.to === period.to;
  });
  const hasFields = wantsFields || usual === undefined;

  function choose(key: string | undefined) {
    setWantsFields(key === 'custom');
    if (key && key !== 'custom') {
      onChange(toRange(key as Period, new Date()));
    }
  }
  return (
    <div className={styles.period}>
      <ToggleButtonGroup
        aria-label={t('auditReport.period')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[hasFields ? 'custom' : usual ?? 'custom']}
        onSelectionChange={keys => choose([...keys].map(String)[0])}
      >
        {PERIODS.map(known => (
          <ToggleButton key={known} id={known}>
            {t(`auditReport.periods.${known}`)}
          </ToggleButton>
        ))}
        <ToggleButton id="custom">{t('audit.range.custom')}</ToggleButton>
      </ToggleButtonGroup>
      {hasFields && (
        <>
          <TimeField
            label={t('audit.range.from')}
            value={period.from}
            onCommit={from => from && onChange({ ...period, from })}
          />
          <TimeField
            label={t('audit.range.to')}
            value={period.to}
            onCommit={to => to && onChange({ ...period, to })}
          />
        </>
      )}
    </div>
  );
}
