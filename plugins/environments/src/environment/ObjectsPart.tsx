import { Flex, Text } from '@backstage/ui';
import { EnvironmentObject, Wave } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { StatusMark, Tone } from '../components/StatusMark';
import { TableSkeleton } from '../components/TableSkeleton';
import { Time } from '../components/Time';
import { useObjects } from '../hooks/useEnvironment';
import { useTranslation } from '../hooks/useTranslation';

const WAVES: Wave[] = ['namespace', 'policies', 'workloads'];

const TONES: Record<EnvironmentObject['health'], Tone> = {
  Healthy: 'success',
  Progressing: 'active',
  Degraded: 'danger',
  Missing: 'danger',
  Unknown: 'warning',
};

/** The objects of the environment, by the wave in which they are made. */
export function ObjectsPart(props: { id: string }) {
  const t = useTranslation();
  const objects = useObjects(props.id);

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
      render: ({ health }) => (
        <StatusMark tone={TONES[health]}>
          {t(`environment.objects.state.${health}`)}
        </StatusMark>
      ),
    },
    { id: 'kind', label: t('environment.objects.kind'), render: o => o.kind },
    {
      id: 'created',
      label: t('environment.objects.created'),
      render: ({ createdAt }) => (createdAt ? <Time value={createdAt} /> : ''),
    },
  ];

  return (
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
                    getId={o => `${o.apiVersion}/${o.kind}/${o.name}`}
                    isStale={objects.isStale}
                    isAligned
                  />
                </Flex>
              ))}
          </Flex>
        )
      }
    </ResourceView>
  );
}
