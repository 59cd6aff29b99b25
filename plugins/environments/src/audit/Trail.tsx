import { Button, Flex, Skeleton, Text } from '@backstage/ui';
import { AuditRecord } from '@sandlot/plugin-environments-common';
import { ResourceView } from '../components/ResourceView';
import { Time } from '../components/Time';
import { useTranslation } from '../hooks/useTranslation';
import { ActorName } from './ActorName';
import { OutcomeMark } from './OutcomeMark';
import styles from './Trail.module.css';
import { useTrail } from './useAudit';

/** Everything that one request brought about, in order. */
export function Trail(props: {
  correlationId: string;
  eventId: string;
  onSelect: (eventId: string) => void;
}) {
  const { correlationId, eventId, onSelect } = props;
  const t = useTranslation();
  const trail = useTrail(correlationId);
  return (
    <Flex direction="column" gap="2">
      <Text as="h3" weight="bold">
        {t('audit.record.trail')}
      </Text>
      <ResourceView resource={trail} skeleton={<Skeleton height={80} />}>
        {records => (
          <ol
            className={styles.trail}
            aria-label={t('audit.record.trailLabel')}
          >
            {records.map(record => (
              <Step
                key={record.eventId}
                record={record}
                isCurrent={record.eventId === eventId}
                onSelect={onSelect}
              />
            ))}
          </ol>
        )}
      </ResourceView>
    </Flex>
  );
}

function Step(props: {
  record: AuditRecord;
  isCurrent: boolean;
  onSelect: (eventId: string) => void;
}) {
  const { record, isCurrent, onSelect } = props;
  const { eventId, action, stage, target, actor, time, outcome } = record;
  const t = useTranslation();
  const what = `${action} · ${t(`audit.stage.${stage}`)}`;
  const object = [target.kind, target.name].filter(Boolean).join(' ');
  return (
    <li className={styles.step} aria-current={isCurrent || undefined}>
      <div className={styles.when}>
        <Time value={time} seconds /> · <ActorName actor={actor} />
      </div>
      <div className={styles.what}>
        {isCurrent ? (
          <strong>
            {what} ({t('audit.record.thisRecord')})
          </strong>
        ) : (
          <Button
            variant="tertiary"
            size="small"
            onPress={() => onSelect(eventId)}
          >
            {what}
          </Button>
        )}
        <OutcomeMark outcome={outcome} />
      </div>
      {object && <div className={styles.when}>{object}</div>}
    </li>
  );
}
