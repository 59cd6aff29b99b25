import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ButtonLink,
  Card,
  CardBody,
  CardHeader,
  Flex,
  Link,
  Text,
} from '@backstage/ui';
import { PhaseMark } from '../components/PhaseMark';
import { ResourceView } from '../components/ResourceView';
import { TableSkeleton } from '../components/TableSkeleton';
import { TimeLeft } from '../components/TimeLeft';
import { byAttention } from '../format/phase';
import { useEnvironments } from '../hooks/useEnvironments';
import { useLinks } from '../hooks/useLinks';
import { useMayCreate } from '../hooks/useMayCreate';
import { useTranslation } from '../hooks/useTranslation';
import styles from './OwnerEnvironmentsCard.module.css';

/** On the page of a person or group: what they have. */
export function OwnerEnvironmentsCard() {
  const { entity } = useEntity();
  const t = useTranslation();
  const links = useLinks();
  const mayCreate = useMayCreate();
  const pages = useEnvironments({
    owner: stringifyEntityRef(entity),
    limit: 20,
  });

  return (
    <Card>
      <CardHeader>
        <Flex justify="between" align="center" gap="2">
          <Text as="h2" variant="title-x-small">
            {t('list.card.title')}
          </Text>
          {mayCreate && (
            <ButtonLink href={links.create()} variant="secondary">
              {t('list.card.create')}
            </ButtonLink>
          )}
        </Flex>
      </CardHeader>
      <CardBody>
        <ResourceView resource={pages} skeleton={<TableSkeleton rows={3} />}>
          {({ items }) =>
            items.length === 0 ? (
              <Text as="p">{t('list.card.empty')}</Text>
            ) : (
              <ul className={styles.list}>
                {byAttention(items).map(environment => (
                  <li key={environment.id} className={styles.item}>
                    <Link href={links.environment(environment.id)}>
                      {environment.name}
                    </Link>
                    <Text variant="body-small">
                      {environment.template.title}
                    </Text>
                    <span>
                      <PhaseMark phase={environment.phase} />
                      <div>
                        <TimeLeft environment={environment} />
                      </div>
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </ResourceView>
        {pages.hasMore && <Link href={links.mine}>{t('list.card.more')}</Link>}
      </CardBody>
    </Card>
  );
}
