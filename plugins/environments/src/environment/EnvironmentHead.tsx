import { Link } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { ReactNode } from 'react';
import { Digest } from '../components/Digest';
import { EntityName } from '../components/EntityName';
import { EnvironmentMarks } from '../components/EnvironmentMarks';
import { PHASE_TONES } from '../components/PhaseMark';
import { PlaceHead } from '../components/PlaceHead';
import { StatusMark } from '../components/StatusMark';
import { TimeLeft } from '../components/TimeLeft';
import { toTemplateKey } from '../format/entityRef';
import { phaseSince } from '../format/phase';
import { formatLocal, formatUtc } from '../format/time';
import { useLinks } from '../hooks/useLinks';
import { useMayCreate } from '../hooks/useMayCreate';
import { useTranslation } from '../hooks/useTranslation';
import { EnvironmentActions } from './actions/EnvironmentActions';
import styles from './EnvironmentHead.module.css';

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
      <span className={styles.state}>
        <span title={formatLocal(since)}>
          <StatusMark tone={PHASE_TONES[phase]}>
            {t(`environment.state.${phase}`, { time: formatUtc(since) })}
          </StatusMark>
        </span>
        <TimeLeft
          environment={environment}
          href={links.environment(id, 'lease')}
        />
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
    <PlaceHead
      title={name}
      actions={<EnvironmentActions {...props} />}
      facts={facts}
    />
  );
}
