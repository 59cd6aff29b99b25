import { Alert } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { useObjects } from '../hooks/useEnvironment';
import { useTranslation } from '../hooks/useTranslation';

/**
 * Says of an environment that is Ready what has been removed from it since; its
 * phase tells how it was made, not how it is. Nothing while that is unknown.
 */
export function MissingObjectsNotice(props: { environment: Environment }) {
  const { id, allowed } = props.environment;
  const t = useTranslation();
  const { data, error } = useObjects(id);
  const missing = data?.filter(({ health }) => health === 'Missing') ?? [];
  if (error || missing.length === 0) {
    return null;
  }
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title={t('environment.missingObjects.title', {
        count: missing.length,
        objects: missing.map(({ kind, name }) => `${kind} ${name}`).join(', '),
      })}
      description={t(
        `environment.missingObjects.${
          allowed.decideDrift ? 'revert' : 'description'
        }`,
        { count: missing.length },
      )}
    />
  );
}
