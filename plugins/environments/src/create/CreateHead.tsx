import { Alert, Badge, Flex, Link, Text } from '@backstage/ui';
import {
  Environment,
  TemplateDetail,
  entityName,
} from '@sandlot/plugin-environments-common';
import { formatUtc } from '../format/time';
import { useLinks } from '../hooks/useLinks';
import { useRichTranslation, useTranslation } from '../hooks/useTranslation';

/** From which template, and what to know of it before one fills in the form. */
export function CreateHead(props: {
  template: TemplateDetail;
  /** The environment whose choices the form begins with. */
  source?: Environment;
}) {
  const { source } = props;
  const { title, description, state, halted, owner } = props.template;
  const t = useTranslation();
  const rich = useRichTranslation();
  const links = useLinks();
  return (
    <Flex direction="column" gap="3">
      <Flex direction="column" gap="1">
        <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
          <Text as="h2" variant="title-small">
            {t('create.title', { template: title })}
          </Text>
          {state !== 'published' && (
            <Badge>{t(`common.templateState.${state}`)}</Badge>
          )}
        </Flex>
        <Text as="p" color="secondary">
          {description}
        </Text>
        <div>
          <Link href={links.create()}>{t('create.otherTemplate')}</Link>
        </div>
      </Flex>
      {source && (
        <Alert
          role="note"
          status="info"
          icon
          title={rich('create.copied.title', {
            name: (
              <Link href={links.environment(source.id)}>{source.name}</Link>
            ),
          })}
          description={t(
            props.template.ownManifests
              ? 'create.copied.withoutManifests'
              : 'create.copied.description',
          )}
        />
      )}
      {halted && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('create.halted.title')}
          description={t('create.halted.description', {
            by: entityName(halted.by),
            time: formatUtc(halted.since),
            // Reasons are written by people, with a full stop or without.
            reason: halted.reason.trim().replace(/[^.!?…]$/, '$&.'),
          })}
        />
      )}
      {(state === 'deprecated' || state === 'draft') && (
        <Alert
          role="note"
          status={state === 'draft' ? 'info' : 'warning'}
          icon
          title={t(`create.state.${state}`, { owner: entityName(owner) })}
        />
      )}
    </Flex>
  );
}
