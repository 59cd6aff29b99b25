import { VisuallyHidden } from '@backstage/ui';
import { TemplateRevision } from '@sandlot/plugin-environments-common';
import { Digest } from '../../components/Digest';
import { shortDigest } from '../../format/digest';
import { useTranslation } from '../../hooks/useTranslation';
import styles from './SuccessColumns.module.css';

/** More would not be told apart; the table has them all. */
const MAXIMUM = 10;

/** How the creations of each revision went: what broke it, and whether it got better. */
export function SuccessColumns(props: { revisions: TemplateRevision[] }) {
  const t = useTranslation();
  const shown = props.revisions
    .filter(({ creations }) => creations.succeeded + creations.failed > 0)
    .slice(0, MAXIMUM)
    .reverse();
  if (shown.length === 0) {
    return <span>{t('templates.revisions.noCreations')}</span>;
  }
  const most = Math.max(
    ...shown.map(({ creations }) => creations.succeeded + creations.failed),
  );
  return (
    <>
      <ol
        className={styles.columns}
        aria-label={t('templates.revisions.successOver')}
      >
        {shown.map(({ digest, creations }) => (
          <li key={digest} className={styles.column}>
            <Column creations={creations} most={most} digest={digest} />
          </li>
        ))}
      </ol>
      <div className={styles.legend} aria-hidden="true">
        <span>
          <i className={styles.succeeded} />
          {t('templates.revisions.succeededLegend')}
        </span>
        <span>
          <i className={styles.failed} />
          {t('templates.revisions.failedLegend')}
        </span>
      </div>
    </>
  );
}

function Column(props: {
  digest: string;
  creations: TemplateRevision['creations'];
  most: number;
}) {
  const { digest, creations, most } = props;
  const { succeeded, failed } = creations;
  const t = useTranslation();
  const words = [
    t('templates.revisions.succeeded', { number: String(succeeded) }),
    t('templates.revisions.failed', { number: String(failed) }),
  ].join(', ');
  return (
    <>
      <VisuallyHidden>
        {shortDigest(digest)}: {words}
      </VisuallyHidden>
      <span className={styles.room} aria-hidden="true" title={words}>
        <span className={styles.figures}>
          {failed > 0 ? `${succeeded} / ${failed}` : succeeded}
        </span>
        <span
          className={styles.bar}
          style={{ height: `${(75 * (succeeded + failed)) / most}%` }}
        >
          {failed > 0 && (
            <span className={styles.failed} style={{ flexGrow: failed }} />
          )}
          {succeeded > 0 && (
            <span
              className={styles.succeeded}
              style={{ flexGrow: succeeded }}
            />
          )}
        </span>
      </span>
      <span aria-hidden="true">
        <Digest value={digest.slice(0, 'sha256:'.length + 7)} />
      </span>
    </>
  );
}
