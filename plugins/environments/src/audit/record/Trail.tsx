import { Alert, Button, Flex, Skeleton, Text } from '@backstage/ui';
import { ResourceView } from '../../components/ResourceView';
import { StatusMark } from '../../components/StatusMark';
import { Time } from '../../components/Time';
import { formatDuration } from '../../format/time';
import { Resource } from '../../hooks/useResource';
import { useTranslation } from '../../hooks/useTranslation';
import { ActorName } from '../ActorName';
import { OutcomeMark } from '../OutcomeMark';
import { SealMark } from '../SealMark';
import { Trail as TrailRecords } from '../useAudit';
import { TimelineStep, toTimeline } from './toTimeline';
import styles from './Trail.module.css';

/** Everything that one request brought about, from the click to the receipt. */
export function Trail(props: {
  trail: Resource<TrailRecords>;
  eventId: string;
  onSelect: (eventId: string) => void;
}) {
  const { trail, eventId, onSelect } = props;
  const t = useTranslation();
  return (
    <Flex direction="column" gap="2">
      <Text as="h3" weight="bold">
        {t('audit.record.trail')}
      </Text>
      <ResourceView resource={trail} skeleton={<Skeleton height={80} />}>
        {({ records, isCut }) => {
          const { steps, milliseconds, open } = toTimeline(records);
          return (
            <>
              <Text as="p" variant="body-small" color="secondary">
                {t('audit.record.trailSummary', {
                  count: records.length,
                  duration: formatDuration(milliseconds),
                })}{' '}
                {open > 0
                  ? t('audit.record.trailOpen', { count: open })
                  : t('audit.record.trailClosed')}
              </Text>
              {isCut && (
                <Alert
                  status="warning"
                  icon
                  title={t('audit.record.trailCut')}
                />
              )}
              <ol
                className={styles.trail}
                aria-label={t('audit.record.trailLabel')}
              >
                {steps.map(step => (
                  <Step
                    key={step.record.eventId}
                    step={step}
                    isCurrent={step.record.eventId === eventId}
                    onSelect={onSelect}
                  />
                ))}
              </ol>
            </>
          );
        }}
      </ResourceView>
    </Flex>
  );
}

function Step(props: {
  step: TimelineStep;
  isCurrent: boolean;
  onSelect: (eventId: string) => void;
}) {
  const { step, isCurrent, onSelect } = props;
  const { record, sinceBefore, attempt } = step;
  const { eventId, action, stage, target, actor, time, outcome } = record;
  const t = useTranslation();
  const what = `${action} · ${t(`audit.stage.${stage}`)}`;
  const object = [target.kind, target.name].filter(Boolean).join(' ');
  return (
    <li className={styles.step} aria-current={isCurrent || undefined}>
      <div className={styles.when}>
        <Time value={time} seconds />
        {sinceBefore !== undefined && (
          <span>
            {' '}
            {t('audit.record.sinceBefore', {
              duration: formatDuration(sinceBefore),
            })}
          </span>
        )}{' '}
        · <ActorName actor={actor} erased={record.erased} />
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
        {stage !== 'attempt' && <OutcomeMark outcome={outcome} />}
        {attempt === 'open' && (
          <StatusMark tone="warning">
            {t('audit.record.attemptOpen')}
          </StatusMark>
        )}
        {attempt && attempt !== 'open' && (
          <span className={styles.when}>
            {t('audit.record.attemptEnded', {
              stage: t(`audit.stage.${attempt.end.stage}`),
              duration: formatDuration(attempt.milliseconds),
            })}
          </span>
        )}
        {(record.seal === 'pending' || record.changed || record.unreadable) && (
          <SealMark record={record} />
        )}
      </div>
      {object && <div className={styles.when}>{object}</div>}
    </li>
  );
}
