import { TemplateReport } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../../hooks/useTranslation';
import { successPercent } from './successPercent';
import styles from './SuccessBar.module.css';

/** How many creations went well: the figures, and a bar to compare rows by. */
export function SuccessBar(props: { creations: TemplateReport['creations'] }) {
  const { succeeded, failed } = props.creations;
  const t = useTranslation();
  const percent = successPercent(props.creations);
  return percent === undefined ? (
    <span className={styles.none}>{t('templates.success.none')}</span>
  ) : (
    <span className={styles.success}>
      {t('templates.success.figures', {
        percent: String(percent),
        total: String(succeeded + failed),
      })}
      <span className={styles.track} aria-hidden="true">
        {succeeded > 0 && (
          <span className={styles.succeeded} style={{ flexGrow: succeeded }} />
        )}
        {failed > 0 && (
          <span className={styles.failed} style={{ flexGrow: failed }} />
        )}
      </span>
    </span>
  );
}
