import { Text } from '@backstage/ui';
import { TemplateRevision } from '@sandlot/plugin-environments-common';
import { Digest } from '../../components/Digest';
import { BarSegment, StackedBar } from '../../components/StackedBar';
import { useTranslation } from '../../hooks/useTranslation';
import { SuccessColumns } from '../figures/SuccessColumns';
import styles from './RevisionFigures.module.css';

/** So many revisions can be told apart by shade; the rest is one part. */
const SHADES = ['first', 'second', 'third', 'fourth'] as const;

/** What runs on what, and how creations went, for those who rather look. */
export function RevisionFigures(props: { revisions: TemplateRevision[] }) {
  const { revisions } = props;
  const t = useTranslation();
  const used = revisions.filter(({ environments }) => environments > 0);
  const older = used
    .slice(SHADES.length)
    .reduce((sum, { environments }) => sum + environments, 0);
  const segments: BarSegment[] = [
    ...used.slice(0, SHADES.length).map((revision, index) => ({
      key: revision.digest,
      value: revision.environments,
      tone: SHADES[index],
      label: (
        <>
          <Digest value={revision.digest} />{' '}
          {revision.isCurrent && `(${t('templates.revisions.current')}) `}
          <strong>{revision.environments}</strong>
        </>
      ),
    })),
    {
      key: 'older',
      value: older,
      tone: 'faint',
      label: (
        <>
          {t('templates.revisions.older')} <strong>{older}</strong>
        </>
      ),
    },
  ];

  return (
    <div className={styles.figures}>
      <div className={styles.figure}>
        <Text as="h2" variant="body-medium" weight="bold">
          {t('templates.revisions.perRevision')}
        </Text>
        <StackedBar
          label={t('templates.revisions.perRevision')}
          segments={segments}
          empty={t('templates.revisions.noEnvironments')}
        />
      </div>
      <div className={styles.figure}>
        <Text as="h2" variant="body-medium" weight="bold">
          {t('templates.revisions.successOver')}
        </Text>
        <SuccessColumns revisions={revisions} />
      </div>
    </div>
  );
}
