import { Alert, Flex, Text } from '@backstage/ui';
import { AuditErasurePreview } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../../../hooks/useTranslation';
import styles from './ErasurePreview.module.css';

/** What goes and what stays when a person is erased. */
export function ErasurePreview(props: {
  person: string;
  preview: AuditErasurePreview;
}) {
  const { person, preview } = props;
  const { records, acted, isAtLeast, views, environments } = preview;
  const t = useTranslation();
  const toNumber = (count: number) =>
    `${count.toLocaleString('en-US')}${isAtLeast ? '+' : ''}`;

  if (records + views === 0) {
    return (
      <Alert
        status="info"
        icon
        title={t('auditLog.erasure.nobody', { person })}
      />
    );
  }
  return (
    <Flex direction="column" gap="3">
      <Items
        title={t('auditLog.erasure.goes')}
        items={[
          records > 0 &&
            t('auditLog.erasure.records', {
              count: records,
              number: toNumber(records),
            }),
          acted < records &&
            t('auditLog.erasure.acted', {
              count: acted,
              number: toNumber(acted),
            }),
          records > 0 && t('auditLog.erasure.texts', { person }),
          views > 0 && t('auditLog.erasure.views', { count: views }),
        ]}
      />
      <Items
        title={t('auditLog.erasure.stays')}
        items={[
          t('auditLog.erasure.proofs'),
          environments > 0 &&
            t('auditLog.erasure.environments', { count: environments }),
          t('auditLog.erasure.names'),
          t('auditLog.erasure.copies'),
        ]}
      />
    </Flex>
  );
}

function Items(props: { title: string; items: (string | false)[] }) {
  return (
    <section aria-label={props.title}>
      <Text as="h3" weight="bold">
        {props.title}
      </Text>
      <ul className={styles.items}>
        {props.items
          .filter(item => item !== false)
          .map(item => (
            <li key={item}>{item}</li>
          ))}
      </ul>
    </section>
  );
}
