import { Button } from '@backstage/ui';
import { ReactNode, useId, useState } from 'react';
import { useTranslation } from '../hooks/useTranslation';
import styles from './FilterRow.module.css';

/**
 * The filters of a list, side by side as far as there is room. A narrow window
 * shows them when asked, so that the list itself is near.
 */
export function FilterRow(props: {
  label: string;
  isFiltered: boolean;
  children: ReactNode;
}) {
  const { label, isFiltered, children } = props;
  const t = useTranslation();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={styles.filters}>
      <div className={styles.toggle}>
        <Button
          variant="secondary"
          aria-expanded={isOpen}
          aria-controls={id}
          onPress={() => setOpen(!isOpen)}
        >
          {t(isFiltered ? 'common.filter.inUse' : 'common.filter.show')}
        </Button>
      </div>
      <div
        id={id}
        role="group"
        aria-label={label}
        className={styles.row}
        data-open={isOpen}
      >
        {children}
      </div>
    </div>
  );
}
