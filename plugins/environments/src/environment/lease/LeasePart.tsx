import { Flex, Text } from '@backstage/ui';
import {
  Environment,
  Lease,
  leaseOverridePermission,
} from '@sandlot/plugin-environments-common';
import { Sentence } from '../../components/Sentence';
import { deletionOf } from '../../format/lease';
import { listNames } from '../../format/listNames';
import { formatUtc } from '../../format/time';
import { useMay } from '../../hooks/useMay';
import { useTranslation } from '../../hooks/useTranslation';
import { HibernationSection } from './HibernationSection';
import { LeaseBar } from './LeaseBar';
import { LeaseDates } from './LeaseDates';
import { leaseTimeline } from './leaseTimeline';

/** Until when the environment lives and why, when it sleeps, what would change that. */
export function LeasePart(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { environment } = props;
  const { phase, lease } = environment;
  const isOver = phase === 'Deleting' || phase === 'Deleted';
  const t = useTranslation();
  return (
    <Flex direction="column" gap="6">
      <Flex direction="column" gap="4">
        <Text as="h2" variant="title-x-small">
          {t('lifecycle.lease.title')}
        </Text>
        {lease ? (
          <LeaseContents environment={environment} lease={lease} />
        ) : (
          <Sentence>{t('lifecycle.lease.none')}</Sentence>
        )}
      </Flex>
      {!isOver && <HibernationSection {...props} />}
    </Flex>
  );
}

function LeaseContents(props: { environment: Environment; lease: Lease }) {
  const { environment, lease } = props;
  const { postponed } = lease;
  const t = useTranslation();
  const now = new Date();
  return (
    <>
      <Text as="p">
        <Meaning lease={lease} />
      </Text>
      {postponed && (
        <Text as="p">
          {postponed.until
            ? t('lifecycle.lease.postponedUntil', {
                time: formatUtc(postponed.until),
                reason: postponed.reason,
              })
            : t('lifecycle.lease.postponed', { reason: postponed.reason })}
        </Text>
      )}
      <LeaseBar environment={environment} now={now} />
      <LeaseDates dates={leaseTimeline(environment, now)} now={now} />
      <Moves environment={environment} lease={lease} />
    </>
  );
}

/** What comes of it. */
function Meaning(props: { lease: Lease }) {
  const { lease } = props;
  const t = useTranslation();
  const end = formatUtc(lease.expiresAt);
  const deletion = deletionOf(lease);
  if (!deletion) {
    return <>{t('lifecycle.lease.endsShort', { end })}</>;
  }
  return (
    <>
      {t(lease.deleteAt ? 'lifecycle.lease.ended' : 'lifecycle.lease.ends', {
        end,
        deletion: formatUtc(deletion),
      })}
    </>
  );
}

/** What would move the end, whoever may do it. */
function Moves(props: { environment: Environment; lease: Lease }) {
  const { environment, lease } = props;
  const { phase, legalHold } = environment;
  const t = useTranslation();
  const mayOverride = useMay(leaseOverridePermission);
  if (phase === 'Deleting' || phase === 'Deleted') {
    return null;
  }

  function extension(): string {
    const { latest, expiresAt, approvers } = lease;
    if (!latest) {
      return t('lifecycle.lease.move.extendEndless');
    }
    const time = formatUtc(latest);
    if (mayOverride) {
      return t('lifecycle.lease.move.extendOps', { time });
    }
    if (approvers) {
      return t('lifecycle.lease.move.extendByAgreement', {
        time,
        by: listNames(approvers),
      });
    }
    return Date.parse(latest) > Date.parse(expiresAt)
      ? t('lifecycle.lease.move.extend', { time })
      : t('lifecycle.lease.move.extendUsed', { time });
  }

  return (
    <Flex direction="column" gap="1">
      <Text as="h3" weight="bold">
        {t('lifecycle.lease.moves')}
      </Text>
      <Text as="p">
        {lease.deleteAt ? t('lifecycle.lease.move.restore') : extension()}
      </Text>
      <Text as="p">
        {t(
          legalHold
            ? 'lifecycle.lease.move.held'
            : 'lifecycle.lease.move.legalHold',
        )}
      </Text>
    </Flex>
  );
}
