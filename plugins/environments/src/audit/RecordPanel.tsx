import { ButtonIcon, Flex, Skeleton, Text } from '@backstage/ui';
import { RiCloseLine } from '@remixicon/react';
import { useEffect, useRef } from 'react';
import { ResourceView } from '../components/ResourceView';
import { useTranslation } from '../hooks/useTranslation';
import { RawRecord } from './RawRecord';
import { RecordAnswers } from './RecordAnswers';
import styles from './RecordPanel.module.css';
import { Trail } from './Trail';
import { useAuditRecord } from './useAudit';

/** One record: the answers, the trail of its request, the raw bytes. */
export function RecordPanel(props: {
  eventId: string;
  onSelect: (eventId: string) => void;
  onClose: () => void;
}) {
  const { eventId, onSelect, onClose } = props;
  const t = useTranslation();
  const detail = useAuditRecord(eventId);
  const panel = useRef<HTMLElement>(null);
  // Whoever opens a record wants to read it, wherever the page stands.
  useEffect(() => panel.current?.focus(), []);

  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={styles.panel}
      aria-labelledby="audit-record"
    >
      <Flex justify="between" align="center">
        <Text as="h2" id="audit-record" variant="title-x-small">
          {t('audit.record.title')}
        </Text>
        <ButtonIcon
          variant="tertiary"
          icon={<RiCloseLine />}
          aria-label={t('audit.record.close')}
          onPress={onClose}
        />
      </Flex>
      <ResourceView
        resource={detail}
        skeleton={
          <Flex direction="column" gap="3">
            <Skeleton height={20} width="60%" />
            <Skeleton height={80} />
            <Skeleton height={80} />
          </Flex>
        }
      >
        {({ record, canonical, digest }) => (
          <>
            <RecordAnswers record={record} />
            <Trail
              correlationId={record.correlationId}
              eventId={record.eventId}
              onSelect={onSelect}
            />
            <RawRecord record={record} canonical={canonical} digest={digest} />
          </>
        )}
      </ResourceView>
    </section>
  );
}
