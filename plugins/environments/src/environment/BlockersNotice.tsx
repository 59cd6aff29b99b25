import { Text } from '@backstage/ui';
import { Blocker } from '@sandlot/plugin-environments-common';
import { formatUtc } from '../format/time';
import { useTranslation } from '../hooks/useTranslation';
import styles from './BlockersNotice.module.css';

/** What keeps a deletion from ending, and who can do something about it. */
export function BlockersNotice(props: { blockers: Blocker[] }) {
  const { blockers } = props;
  const t = useTranslation();
  return blockers.length > 0 ? (
    <section
      className={styles.notice}
      aria-labelledby="blockers"
      aria-live="polite"
    >
      <Text as="h2" id="blockers" variant="title-x-small">
        {t('lifecycle.blockers.title')}
      </Text>
      <ul className={styles.list}>
        {blockers.map(blocker => (
          <li key={`${blocker.apiVersion} ${blocker.kind} ${blocker.name}`}>
            <Item blocker={blocker} />
          </li>
        ))}
      </ul>
    </section>
  ) : null;
}

function Item(props: { blocker: Blocker }) {
  const { apiVersion, kind, name, finalizers, managers, since, message } =
    props.blocker;
  const t = useTranslation();
  return (
    <>
      <strong title={apiVersion}>
        {t('lifecycle.blockers.item', { kind, name })}
      </strong>
      <div>{message}</div>
      {finalizers && finalizers.length > 0 && (
        <div>
          {t('lifecycle.blockers.finalizers', { names: finalizers.join(', ') })}
        </div>
      )}
      {managers && managers.length > 0 && (
        <div>
          {t('lifecycle.blockers.managers', { names: managers.join(', ') })}
        </div>
      )}
      {since && (
        <div>{t('lifecycle.blockers.since', { time: formatUtc(since) })}</div>
      )}
    </>
  );
}
