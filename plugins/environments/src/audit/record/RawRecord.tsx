import { Flex, Text } from '@backstage/ui';
import { AuditRecordDetail } from '@sandlot/plugin-environments-common';
import { CodeBlock } from '../../components/CodeBlock';
import { CopyButton } from '../../components/CopyButton';
import { Facts } from '../../components/Facts';
import { useTranslation } from '../../hooks/useTranslation';

/** The bytes that are hashed, as they are, and their digest. */
export function RawRecord(props: AuditRecordDetail) {
  const { record, canonical, digest, disclosures } = props;
  const t = useTranslation();
  return (
    <Flex direction="column" gap="2">
      <Text as="h3" weight="bold">
        {t('audit.record.raw')}
      </Text>
      <Facts
        items={[
          [t('audit.record.eventId'), record.eventId],
          [t('audit.record.sequence'), record.sequence],
          [t('audit.record.correlation'), record.correlationId],
          [t('audit.record.digest'), digest],
        ]}
      />
      <CodeBlock label={t('audit.record.rawLabel')}>{canonical}</CodeBlock>
      {disclosures.length > 0 && (
        <>
          <Text as="p" variant="body-small" color="secondary">
            {t('audit.record.disclosuresHelp')}
          </Text>
          <CodeBlock label={t('audit.record.disclosures')}>
            {JSON.stringify(disclosures, undefined, 2)}
          </CodeBlock>
        </>
      )}
      <Flex gap="2" align="center">
        <CopyButton text={canonical} />
      </Flex>
    </Flex>
  );
}
