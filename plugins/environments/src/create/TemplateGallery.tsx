import {
  Badge,
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Flex,
  Skeleton,
  Text,
} from '@backstage/ui';
import { Template, entityName } from '@sandlot/plugin-environments-common';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { TemplateMark } from '../components/TemplateMark';
import { useTemplates } from '../hooks/useCatalogue';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import styles from './TemplateGallery.module.css';

/** The templates to start from, ready to click. */
export function TemplateGallery() {
  const t = useTranslation();
  const templates = useTemplates();
  const skeleton = (
    <div className={styles.gallery}>
      {[1, 2, 3].map(card => (
        <Skeleton key={card} height={180} />
      ))}
    </div>
  );

  return (
    <ResourceView resource={templates} skeleton={skeleton}>
      {items =>
        items.length === 0 ? (
          <Sentence>{t('create.gallery.empty')}</Sentence>
        ) : (
          <ul className={styles.gallery} aria-label={t('create.gallery.label')}>
            {items.map(template => (
              <li key={template.ref}>
                <TemplateCard template={template} />
              </li>
            ))}
          </ul>
        )
      }
    </ResourceView>
  );
}

function TemplateCard(props: { template: Template }) {
  const { template } = props;
  const t = useTranslation();
  const links = useLinks();
  return (
    <Card
      href={links.create(`${template.namespace}/${template.name}`)}
      label={t('create.gallery.use', { title: template.title })}
      className={styles.card}
    >
      <CardHeader>
        <Text as="h3" variant="title-x-small">
          {template.title}
        </Text>
        <TemplateMark template={template} />
      </CardHeader>
      <CardBody>
        <Text as="p" variant="body-medium">
          {template.description}
        </Text>
      </CardBody>
      <CardFooter>
        <Flex direction="column" gap="2">
          {template.tags.length > 0 && (
            <Flex gap="1" style={{ flexWrap: 'wrap' }}>
              {template.tags.map(tag => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </Flex>
          )}
          <Text as="p" variant="body-small">
            {t('create.gallery.owner', { owner: entityName(template.owner) })}
          </Text>
        </Flex>
      </CardFooter>
    </Card>
  );
}
