import { Alert, Flex, Link, Text } from '@backstage/ui';
import { AuditCheck, AuditFault } from '@sandlot/plugin-environments-common';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import styles from './IntegrityLine.module.css';

/** Which records are not what was sealed, what is wrong with them, and what to do. */
export function FaultsNotice(props: {
  check: AuditCheck;
  /** How many are named at the most. */
  most: number;
}) {
  const { check, most } = props;
  const { faultCount, faults } = check;
  const t = useTranslation();
  if (faultCount === 0) {
    return null;
  }
  const named = faults.slice(0, most);
  const more = faultCount - named.length;
  const title = t('audit.faults.title');
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={title}
      description={
        <Flex direction="column" gap="3">
          <ul className={styles.faults} aria-label={title}>
            {named.map(fault => (
              <li key={`${fault.kind} ${fault.fromIndex}`}>
                <Where fault={fault} />: {t(`audit.faults.kinds.${fault.kind}`)}
              </li>
            ))}
            {more > 0 && (
              <li>
                {t('audit.faults.more', {
                  count: more,
                  number: more.toLocaleString('en-US'),
                })}
              </li>
            )}
          </ul>
          <Text as="p">{t('audit.faults.help')}</Text>
        </Flex>
      }
    />
  );
}

/** Leads to the record where it is one that is there. */
function Where(props: { fault: AuditFault }) {
  const { fromIndex, toIndex, eventId } = props.fault;
  const t = useTranslation();
  const links = useLinks();
  const last = String(BigInt(toIndex) - 1n);
  if (last !== fromIndex) {
    return <>{t('audit.faults.records', { from: fromIndex, to: last })}</>;
  }
  const record = t('audit.faults.record', { index: fromIndex });
  return eventId ? (
    <Link href={links.audit?.({ record: eventId }) ?? ''}>{record}</Link>
  ) : (
    <>{record}</>
  );
}
