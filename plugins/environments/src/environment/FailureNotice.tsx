import { Alert, ButtonLink, Flex, Text } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { toTemplateKey } from '../format/entityRef';
import { useLinks } from '../hooks/useLinks';
import { useMayCreate } from '../hooks/useMayCreate';
import { useTranslation } from '../hooks/useTranslation';
import { ChangeEnvironment } from './ChangeEnvironment';

/** Where it failed, what the cluster said, what it means and what to do. */
export function FailureNotice(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { operation, template, allowed } = props.environment;
  const { failure, kind, stages } = operation;
  const t = useTranslation();
  const links = useLinks();
  const mayCreate = useMayCreate();
  const stage = stages.find(({ state }) => state === 'Failed');

  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={
        stage
          ? t('environment.failure.stage', { stage: stage.title })
          : t('environment.failure.unknownStage')
      }
      description={
        failure && (
          <Flex direction="column" gap="2">
            <Text as="p">
              <strong>{t('environment.failure.clusterSays')}:</strong>{' '}
              {failure.message}
            </Text>
            <Text as="p">
              <strong>{t('environment.failure.advice')}:</strong>{' '}
              {failure.advice}
            </Text>
            <Text as="p" variant="body-small">
              {t('environment.failure.reason', { reason: failure.reason })}
            </Text>
          </Flex>
        )
      }
      customActions={
        <>
          {kind === 'create' && mayCreate && (
            <ButtonLink
              variant="secondary"
              href={links.create(toTemplateKey(template.ref))}
            >
              {t('environment.failure.again')}
            </ButtonLink>
          )}
          {kind === 'upgrade' && allowed.rollback && (
            <ChangeEnvironment kind="rollback" {...props} />
          )}
        </>
      }
    />
  );
}
