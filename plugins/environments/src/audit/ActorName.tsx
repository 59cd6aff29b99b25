import { Link } from '@backstage/ui';
import { AuditActor, entityName } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import styles from './AuditTable.module.css';

/**
 * Who did it; where the portal acted for somebody, that person and the portal;
 * where they were erased, that.
 */
export function ActorName(props: {
  actor: AuditActor;
  /** JSON Pointers of what was erased in the record. */
  erased?: string[];
  /** Where the name leads, if anywhere. */
  toHref?: (ref: string) => string;
}) {
  const { actor, erased = [], toHref } = props;
  const { ref, onBehalfOf } = actor;
  const t = useTranslation();

  function name(person: string, isErased: boolean) {
    if (isErased) {
      return <em>{t('audit.erased.person')}</em>;
    }
    return toHref ? (
      <Link className={styles.link} href={toHref(person)} title={person}>
        {entityName(person)}
      </Link>
    ) : (
      <span title={person}>{entityName(person)}</span>
    );
  }

  const isForSomebody =
    onBehalfOf !== undefined || erased.includes('/actor/onBehalfOf');
  return isForSomebody ? (
    <span>
      {name(onBehalfOf ?? '', erased.includes('/actor/onBehalfOf'))}
      {t('audit.actor.throughPortal')}
    </span>
  ) : (
    name(ref, erased.includes('/actor/ref'))
  );
}
