import { Alert } from '@backstage/ui';
import { useObjects } from '../hooks/useEnvironment';
import { useTranslation } from '../hooks/useTranslation';

/**
 * Says of an environment that is Ready what has been removed from it since; its
 * phase tells how it was made, not how it is. Nothing while that is unknown.
 */
export function MissingObjectsNotice(props: { id: string }) {
  const t = useTranslation();
  const { data, error } = useObjects(props.id);
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
      description={t('environment.missingObjects.description', {
        count: missing.length,
      })}
    />
  );
}
