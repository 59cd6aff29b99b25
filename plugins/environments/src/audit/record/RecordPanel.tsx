import { Alert, ButtonIcon, Flex, Skeleton, Text } from '@backstage/ui';
import { RiCloseLine } from '@remixicon/react';
import {
  AuditLog,
  AuditRecordDetail,
} from '@sandlot/plugin-environments-common';
import { useEffect, useRef } from 'react';
import { ResourceView } from '../../components/ResourceView';
import { Resource } from '../../hooks/useResource';
import { useTranslation } from '../../hooks/useTranslation';
import { AuditFilterState } from '../filter/useAuditFilter';
import { ProofPart } from './ProofPart';
import { RawRecord } from './RawRecord';
import { RecordAnswers } from './RecordAnswers';
import styles from './RecordPanel.module.css';
import { Trail } from './Trail';
import { useAuditRecord, useTrail } from '../useAudit';

/** One record: the answers, the trail of its request, the proof, the bytes. */
export function RecordPanel(props: {
  eventId: string;
  filter: AuditFilterState;
  log: Resource<AuditLog>;
}) {
  const { eventId, filter, log } = props;
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
          onPress={() => filter.set({ record: undefined })}
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
        {data => <Detail detail={data} filter={filter} log={log} />}
      </ResourceView>
    </section>
  );
}

function Detail(props: {
  detail: AuditRecordDetail;
  filter: AuditFilterState;
  log: Resource<AuditLog>;
}) {
  const { detail, filter, log } = props;
  const { record } = detail;
  const t = useTranslation();
  const trail = useTrail(record.correlationId);
  return (
    <>
      {(record.unreadable || record.changed) && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t(
            record.unreadable
              ? 'audit.record.unreadable'
              : 'audit.record.changed',
          )}
          description={t('audit.record.changedHelp')}
        />
      )}
      <RecordAnswers
        record={record}
        trail={trail.data?.records}
        filter={filter}
      />
      <Trail
        trail={trail}
        eventId={record.eventId}
        onSelect={eventId => filter.set({ record: eventId })}
      />
      <ProofPart record={record} log={log} />
      <RawRecord {...detail} />
    </>
  );
}
