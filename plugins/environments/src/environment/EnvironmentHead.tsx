import { Header, Link } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { Digest } from '../components/Digest';
import { EntityName } from '../components/EntityName';
import { PHASE_TONES } from '../components/PhaseMark';
import { StatusMark } from '../components/StatusMark';
import { phaseSince } from '../format/phase';
import { formatLocal, formatUtc } from '../format/time';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import { DeleteEnvironment } from './DeleteEnvironment';

/** Name, state in words, and whose it is, from what, where. */
export function EnvironmentHead(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { environment, onChanged } = props;
  const { id, name, owner, createdBy, template, cluster, namespace, phase } =
    environment;
  const t = useTranslation();
  const links = useLinks();
  const since = phaseSince(environment);

  return (
    <Header
      title={name}
      metadata={[
        {
          label: t('list.column.state'),
          value: (
            <span title={formatLocal(since)}>
              <StatusMark tone={PHASE_TONES[phase]}>
                {t(`environment.state.${phase}`, { time: formatUtc(since) })}
              </StatusMark>
            </span>
          ),
        },
        {
          label: t('environment.head.owner'),
          value: <EntityName entityRef={owner} />,
        },
        {
          label: t('environment.head.createdBy'),
          value: <EntityName entityRef={createdBy} />,
        },
        {
          label: t('environment.head.template'),
          value: (
            <span>
              <Link href={links.create(toTemplateKey(template.ref))}>
                {template.title}
              </Link>{' '}
              <Digest value={template.revision} />
            </span>
          ),
        },
        { label: t('environment.head.cluster'), value: cluster.title },
        { label: t('environment.head.namespace'), value: namespace },
        ...(links.audit
          ? [
              {
                label: t('audit.title'),
                value: (
                  <Link href={links.audit({ environment: id })}>
                    {t('environment.auditTrail')}
                  </Link>
                ),
              },
            ]
          : []),
      ]}
      customActions={
        environment.allowed.delete && (
          <DeleteEnvironment environment={environment} onDeleted={onChanged} />
        )
      }
    />
  );
}

/** `environmenttemplate:default/service` to `default/service`. */
function toTemplateKey(ref: string): string {
  return ref.slice(ref.indexOf(':') + 1);
}
