import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ButtonLink,
  Card,
  CardBody,
  CardHeader,
  Flex,
  Link,
  Skeleton,
  Text,
} from '@backstage/ui';
import {
  TemplateDetail,
  templateReportPermission,
} from '@sandlot/plugin-environments-common';
import { Facts } from '../components/Facts';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { TemplateMark } from '../components/TemplateMark';
import { hasStatus } from '../format/error';
import { formatTerm } from '../format/time';
import { useTemplate } from '../hooks/useCatalogue';
import { useLinks } from '../hooks/useLinks';
import { useMay } from '../hooks/useMay';
import { useMayCreate } from '../hooks/useMayCreate';
import { useTranslation } from '../hooks/useTranslation';

/** On the catalog page of a template: what one gets of it, and the way there. */
export function TemplateEntityCard() {
  const { entity } = useEntity();
  const { namespace = 'default', name } = entity.metadata;
  const t = useTranslation();
  const links = useLinks();
  const mayCreate = useMayCreate();
  const maySeeReports = useMay(templateReportPermission);
  const template = useTemplate(`${namespace}/${name}`);
  const isUsable = template.data && !template.data.halted;

  return (
    <Card>
      <CardHeader>
        <Flex justify="between" align="center" gap="2">
          <Text as="h2" variant="title-x-small">
            {t('list.templateCard.title')}
          </Text>
          {mayCreate && isUsable && (
            <ButtonLink
              href={links.create(`${namespace}/${name}`)}
              variant="primary"
            >
              {t('list.templateCard.create')}
            </ButtonLink>
          )}
        </Flex>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="4">
          {hasStatus(template.error, 404) ? (
            <Sentence>{t('list.templateCard.none')}</Sentence>
          ) : (
            <ResourceView
              resource={template}
              skeleton={<Skeleton height={120} />}
            >
              {data => <TemplateFacts template={data} />}
            </ResourceView>
          )}
          {maySeeReports && template.data && (
            <Link href={links.template(template.data.ref)}>
              {t('list.templateCard.report')}
            </Link>
          )}
        </Flex>
      </CardBody>
    </Card>
  );
}

function TemplateFacts(props: { template: TemplateDetail }) {
  const { template } = props;
  const { parameters, addOns, checks, lease, ownManifests } = template;
  const t = useTranslation();
  const properties = (parameters.properties ?? {}) as Record<
    string,
    { title?: string }
  >;
  const fields = Object.entries(properties).map(
    ([name, { title }]) => title ?? name,
  );
  return (
    <Flex direction="column" gap="2">
      <TemplateMark template={template} />
      <Facts
        items={[
          [t('list.templateCard.asks'), listed(fields)],
          [
            t('list.templateCard.addOns'),
            listed(addOns.map(({ title }) => title)),
          ],
          [t('list.templateCard.own'), listed(ownManifests?.kinds ?? [])],
          [
            t('list.templateCard.checks'),
            listed(checks.map(({ name }) => name)),
          ],
          [
            t('list.templateCard.lives'),
            lease?.default && formatTerm(lease.default),
          ],
          [
            t('list.templateCard.atMost'),
            lease?.maximum && formatTerm(lease.maximum),
          ],
        ]}
      />
    </Flex>
  );
}

function listed(words: string[]): string | undefined {
  return words.length > 0
    ? new Intl.ListFormat('en-GB').format(words)
    : undefined;
}
