import { Box, Flex, Skeleton, Text } from '@backstage/ui';
import { ResourceView } from '../components/ResourceView';
import { useClusters, useTemplate } from '../hooks/useCatalogue';
import { useQueryState } from '../hooks/useQueryState';
import { useTranslation } from '../hooks/useTranslation';
import { CreateForm } from './CreateForm';
import { TemplateGallery } from './TemplateGallery';
import { useOwnedRefs } from './useOwnedRefs';
import { useSource } from './useSource';

const NAMES = ['template', 'from'] as const;

/** The gallery of templates; with one chosen, its form. */
export function CreateContent() {
  const t = useTranslation();
  const { template, from } = useQueryState(NAMES).values;
  return (
    <Box py="4">
      {template ? (
        <TemplateForm
          key={`${template} ${from}`}
          template={template}
          from={from}
        />
      ) : (
        <Flex direction="column" gap="4">
          <Text as="h2" variant="title-small">
            {t('create.gallery.title')}
          </Text>
          <TemplateGallery />
        </Flex>
      )}
    </Box>
  );
}

function TemplateForm(props: {
  template: string;
  /** Id of the environment to copy the choices of. */
  from: string | undefined;
}) {
  const template = useTemplate(props.template);
  const source = useSource(props.from);
  const clusters = useClusters();
  const owners = useOwnedRefs();

  // What fails, mostly fails for all of them: one press tries them all again.
  function refresh() {
    [template, source, owners, clusters]
      .filter(({ error }) => error)
      .forEach(resource => resource.refresh());
  }
  const skeleton = (
    <Flex direction="column" gap="4">
      <Skeleton width="40%" height={28} />
      <Skeleton width="60%" height={48} />
      <Skeleton width="60%" height={48} />
      <Skeleton width="60%" height={48} />
    </Flex>
  );
  return (
    <ResourceView resource={{ ...template, refresh }} skeleton={skeleton}>
      {detail => (
        <ResourceView resource={{ ...owners, refresh }} skeleton={skeleton}>
          {refs => (
            <ResourceView
              resource={{ ...clusters, refresh }}
              skeleton={skeleton}
            >
              {items => (
                <ResourceView
                  resource={{ ...source, refresh }}
                  skeleton={skeleton}
                >
                  {({ environment }) => (
                    <CreateForm
                      template={detail}
                      owners={refs}
                      clusters={items}
                      source={environment}
                    />
                  )}
                </ResourceView>
              )}
            </ResourceView>
          )}
        </ResourceView>
      )}
    </ResourceView>
  );
}
