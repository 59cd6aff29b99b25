import { RiAlertFill } from '@remixicon/react';
import { useClusters } from '../hooks/useCatalogue';
import { useTranslation } from '../hooks/useTranslation';
import styles from './MemoryBanner.module.css';

/**
 * On every page of the portal: that environments are not real. Nothing is shown
 * while it is unknown; before signing in the question waits.
 */
export function MemoryBanner() {
  const t = useTranslation();
  const clusters = useClusters();
  const isMemory = clusters.data?.some(({ reality }) => reality === 'memory');
  return isMemory ? (
    <div
      role="note"
      // By which a portal's own styles make room for it.
      data-testid="memory-banner"
      className={styles.banner}
    >
      <RiAlertFill size={18} aria-hidden="true" />
      {t('common.reality.memory')}
    </div>
  ) : null;
}
