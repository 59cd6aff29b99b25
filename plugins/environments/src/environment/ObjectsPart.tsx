import { Flex, Text } from '@backstage/ui';
import {
  Environment,
  EnvironmentObject,
  Wave,
} from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { StatusMark, Tone } from '../components/StatusMark';
import { TableSkeleton } from '../components/TableSkeleton';
import { Time } from '../components/Time';
import { useDrift, useObjects } from '../hooks/useEnvironment';
import { useOriginText } from '../hooks/useOriginText';
import { useTranslation } from '../hooks/useTranslation';
import { DriftPart } from './DriftPart';

const WAVES: Wave[] = ['namespace', 'policies', 'workloads'];

const TONES: Record<EnvironmentObject['health'], Tone> = {
  Healthy: 'success',
  Progressing: 'active',
  Degraded: 'danger',
  Missing: 'danger',
  Unknown: 'warning',
};

/** The objects of the environment, by the wave in which they are made. */
export function ObjectsPart(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { id } = props.environment;
  const t = useTranslation();
  const toOriginText = useOriginText();
  const objects = useObjects(id);
  const drift = useDrift(id);
  const drifted = new Set(drift.data?.items.map(toKey));

  const columns: DataColumn<EnvironmentObject>[] = [
    {
      id: 'name',
      label: t('environment.objects.name'),
      render: ({ name, message }) => (
        <>
          <div>{name}</div>
          {message && <Text color="secondary">{message}</Text>}
        </>
      ),
    },
    {
      id: 'health',
      label: t('environment.objects.health'),
      render: object => (
        <>
          <StatusMark tone={TONES[object.health]}>
            {t(`environment.objects.state.${object.health}`)}
          </StatusMark>
          {drifted.has(toKey(object)) && (
            <div>
              <StatusMark tone="warning">
                {t('environment.drift.mark')}
              </StatusMark>
            </div>
          )}
        </>
      ),
    },
    { id: 'kind', label: t('environment.objects.kind'), render: o => o.kind },
    {
      id: 'origin',
      label: t('environment.objects.origin'),
      render: ({ origin }) => toOriginText(origin),
    },
    {
      id: 'created',
      label: t('environment.objects.created'),
      render: ({ createdAt }) => (createdAt ? <Time value={createdAt} /> : ''),
    },
  ];

  return (
    <Flex direction="column" gap="5">
      <DriftPart {...props} drift={drift} />
      <ResourceView resource={objects} skeleton={<TableSkeleton />}>
        {items =>
          items.length === 0 ? (
            <Sentence>{t('environment.objects.empty')}</Sentence>
          ) : (
            <Flex direction="column" gap="5">
              {WAVES.map(wave => ({
                wave,
                members: items.filter(item => item.wave === wave),
              }))
                .filter(({ members }) => members.length > 0)
                .map(({ wave, members }) => (
                  <Flex key={wave} direction="column" gap="2">
                    <Text as="h2" variant="title-x-small">
                      {t(`common.wave.${wave}`)}
                    </Text>
                    <DataTable
                      label={t('environment.objects.caption', {
                        wave: t(`common.wave.${wave}`),
                      })}
                      columns={columns}
                      items={members}
                      getId={toKey}
                      isStale={objects.isStale}
                      isAligned
                    />
                  </Flex>
                ))}
            </Flex>
          )
        }
      </ResourceView>
    </Flex>
  );
}

function toKey(o: { apiVersion: string; kind: string; name: string }): string {
  return `${o.apiVersion}/${o.kind}/${o.name}`;
}
