import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ButtonLink,
  Card,
  CardBody,
  CardHeader,
  Flex,
  Skeleton,
  Text,
} from '@backstage/ui';
import { Facts } from '../components/Facts';
import { PhaseMark } from '../components/PhaseMark';
import { ResourceView } from '../components/ResourceView';
import { Time } from '../components/Time';
import { TimeLeft } from '../components/TimeLeft';
import { phaseSince } from '../format/phase';
import { useEnvironment } from '../hooks/useEnvironment';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import { ANNOTATION_ENVIRONMENT } from './isEnvironmentEntity';

/** On the catalog page of an environment: how it stands. */
export function EnvironmentEntityCard() {
  const { entity } = useEntity();
  const id = entity.metadata.annotations?.[ANNOTATION_ENVIRONMENT] ?? '';
  const t = useTranslation();
  const links = useLinks();
  const environment = useEnvironment(id);

  return (
    <Card>
      <CardHeader>
        <Flex justify="between" align="center" gap="2">
          <Text as="h2" variant="title-x-small">
            {entity.metadata.title ?? entity.metadata.name}
          </Text>
          <ButtonLink href={links.environment(id)} variant="secondary">
            {t('list.card.open')}
          </ButtonLink>
        </Flex>
      </CardHeader>
      <CardBody>
        <ResourceView
          resource={environment}
          skeleton={<Skeleton height={60} />}
        >
          {data => (
            <Facts
              items={[
                [t('list.column.state'), <PhaseMark phase={data.phase} />],
                [
                  t('environment.conditions.column.since'),
                  <Time value={phaseSince(data)} />,
                ],
                [
                  t('list.column.left'),
                  data.lease && <TimeLeft environment={data} />,
                ],
                [t('list.column.template'), data.template.title],
                [t('list.column.cluster'), data.cluster.title],
                [t('environment.head.namespace'), data.namespace],
              ]}
            />
          )}
        </ResourceView>
      </CardBody>
    </Card>
  );
}
