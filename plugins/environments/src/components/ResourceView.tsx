import { Alert, Flex } from '@backstage/ui';
import { ReactNode } from 'react';
import { errorMessage } from '../format/error';
import { Resource } from '../hooks/useResource';
import { useTranslation } from '../hooks/useTranslation';
import { ErrorNotice } from './ErrorNotice';

/** Something fetched, in each of its states: pending, error, stale, there. */
export function ResourceView<T>(props: {
  resource: Resource<T>;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}) {
  const { resource, skeleton, children } = props;
  const { data, error, isStale, refresh } = resource;
  const t = useTranslation();

  if (data === undefined) {
    return error ? (
      <ErrorNotice error={error} onRetry={refresh} />
    ) : (
      <div role="status" aria-label={t('common.loading')}>
        {skeleton}
      </div>
    );
  }
  return (
    <Flex direction="column" gap="4">
      {isStale && error && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('common.stale.title')}
          description={t('common.stale.description', {
            message: errorMessage(error),
          })}
        />
      )}
      {children(data)}
    </Flex>
  );
}
