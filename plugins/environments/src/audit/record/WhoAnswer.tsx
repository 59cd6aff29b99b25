import { Link, Text } from '@backstage/ui';
import { AuditRecord, entityName } from '@sandlot/plugin-environments-common';
import { EntityName } from '../../components/EntityName';
import { Facts } from '../../components/Facts';
import { Time } from '../../components/Time';
import { Words } from '../../components/Words';
import { useTranslation } from '../../hooks/useTranslation';
import { AuditFilterState } from '../filter/useAuditFilter';
import { RecordApprovals } from './RecordApprovals';

/** The person, and the decision that let them, or the decision of their request. */
export function WhoAnswer(props: {
  record: AuditRecord;
  trail: AuditRecord[] | undefined;
  filter: AuditFilterState;
}) {
  const { record, trail, filter } = props;
  const { actor, source, erased = [] } = record;
  const t = useTranslation();
  const decided = record.authorization
    ? record
    : trail?.find(({ authorization }) => authorization !== undefined);
  const authorization = decided?.authorization;

  function person(ref: string, pointer: string) {
    return erased.includes(pointer) ? (
      <em>{t('audit.erased.person')}</em>
    ) : (
      <>
        <EntityName entityRef={ref} />{' '}
        <Link href={filter.linkTo({ actor: ref })}>
          {t('audit.record.allOfThem', { name: entityName(ref) })}
        </Link>
      </>
    );
  }
  return (
    <>
      {erased.length > 0 && (
        <Text as="p" variant="body-small">
          {t('audit.erased.explanation')}
        </Text>
      )}
      <Facts
        items={[
          [t('audit.column.time'), <Time value={record.time} seconds />],
          [t('audit.record.actor'), person(actor.ref, '/actor/ref')],
          [
            t('audit.record.onBehalfOf'),
            actor.onBehalfOf && person(actor.onBehalfOf, '/actor/onBehalfOf'),
          ],
          [
            t('audit.record.groups'),
            erased.includes('/actor/groups') ? (
              <em>{t('audit.erased.groups')}</em>
            ) : (
              actor.groups.join(', ') || undefined
            ),
          ],
          [t('audit.record.authMethod'), actor.authMethod],
          [
            t('audit.record.source'),
            [source?.address, source?.userAgent].filter(Boolean).join(', ') ||
              undefined,
          ],
          [t('audit.record.permission'), authorization?.permission],
          [t('audit.record.decision'), authorization?.decision],
          [
            t('audit.record.basis'),
            authorization && <Words>{authorization.basis}</Words>,
          ],
          [
            t('audit.record.approvals'),
            record.approvals && record.approvals.length > 0 ? (
              <RecordApprovals approvals={record.approvals} />
            ) : undefined,
          ],
        ]}
      />
      {decided && decided !== record && (
        <Text as="p" variant="body-small" color="secondary">
          {t('audit.record.decidedBefore', {
            action: decided.action,
            stage: t(`audit.stage.${decided.stage}`),
          })}
        </Text>
      )}
      {trail && !decided && (
        <Text as="p" variant="body-small" color="secondary">
          {t('audit.record.noAuthorization')}
        </Text>
      )}
    </>
  );
}
