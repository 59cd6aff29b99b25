import { Flex, Link, Text } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { ReactNode, useId } from 'react';
import { Digest } from '../components/Digest';
import { EntityName } from '../components/EntityName';
import { EnvironmentMarks } from '../components/EnvironmentMarks';
import { PHASE_TONES } from '../components/PhaseMark';
import { StatusMark } from '../components/StatusMark';
import { toTemplateKey } from '../format/entityRef';
import { phaseSince } from '../format/phase';
import { formatLocal, formatUtc } from '../format/time';
import { useLinks } from '../hooks/useLinks';
import { useMayCreate } from '../hooks/useMayCreate';
import { useTranslation } from '../hooks/useTranslation';
import { ChangeEnvironment } from './ChangeEnvironment';
import { DeleteEnvironment } from './DeleteEnvironment';
import styles from './EnvironmentHead.module.css';
import { HoldEnvironment } from './HoldEnvironment';

/** Name, state in words, and whose it is, from what, where. */
export function EnvironmentHead(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { environment } = props;
  const { id, name, owner, createdBy, template, cluster, namespace, phase } =
    environment;
  const t = useTranslation();
  const links = useLinks();
  const mayCreate = useMayCreate();
  const since = phaseSince(environment);

  const facts: [string, ReactNode][] = [
    [
      t('list.column.state'),
      <span title={formatLocal(since)}>
        <StatusMark tone={PHASE_TONES[phase]}>
          {t(`environment.state.${phase}`, { time: formatUtc(since) })}
        </StatusMark>{' '}
        <EnvironmentMarks
          environment={environment}
          driftHref={links.environment(id, 'objects')}
        />
      </span>,
    ],
    [t('environment.head.owner'), <EntityName entityRef={owner} />],
    [t('environment.head.createdBy'), <EntityName entityRef={createdBy} />],
    [
      t('environment.head.template'),
      <>
        {mayCreate ? (
          <Link href={links.create(toTemplateKey(template.ref))}>
            {template.title}
          </Link>
        ) : (
          template.title
        )}{' '}
        <Digest value={template.revision} />
      </>,
    ],
    [t('environment.head.cluster'), cluster.title],
    [t('environment.head.namespace'), namespace],
  ];
  if (links.audit) {
    facts.push([
      t('audit.title'),
      <Link href={links.audit({ environment: id })}>
        {t('environment.auditTrail')}
      </Link>,
    ]);
  }

  return (
    <Flex direction="column" gap="3">
      <div className={styles.title}>
        <Text
          as="h1"
          variant="title-small"
          weight="bold"
          className={styles.name}
        >
          {name}
        </Text>
        <Actions {...props} />
      </div>
      <dl className={styles.facts}>
        {facts.map(([label, value]) => (
          <div key={label} className={styles.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Flex>
  );
}

/** What one may do with it now, the most likely first. */
function Actions(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { environment, onChanged } = props;
  const { allowed, draft, hold, template, operation } = environment;
  const t = useTranslation();
  const reasonId = useId();
  const reason = upgradeReason();

  /** Why an upgrade is not what one does here as a matter of course. */
  function upgradeReason(): string | undefined {
    if (hold) {
      return t('environment.upgrade.held');
    }
    return draft ? t('environment.upgrade.draft') : undefined;
  }

  return (
    <Flex gap="2" style={{ flexWrap: 'wrap' }}>
      {allowed.upgrade && template.behind > 0 && (
        <Flex direction="column" gap="1">
          <ChangeEnvironment
            kind="upgrade"
            variant={reason ? 'secondary' : 'primary'}
            describedBy={reason && reasonId}
            {...props}
          />
          {reason && (
            <Text id={reasonId} variant="body-small">
              {reason}
            </Text>
          )}
        </Flex>
      )}
      {/* After its creation alone there is nothing to go back to. */}
      {allowed.rollback && operation.kind !== 'create' && (
        <ChangeEnvironment kind="rollback" {...props} />
      )}
      {allowed.hold && !hold && <HoldEnvironment {...props} />}
      {allowed.delete && (
        <DeleteEnvironment environment={environment} onDeleted={onChanged} />
      )}
    </Flex>
  );
}
