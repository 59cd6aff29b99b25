import { Alert, Flex } from '@backstage/ui';
import { ReactNode } from 'react';
import { useErrorMessage } from '../hooks/useErrorMessage';
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
  const { data, error, isStale, isPolled, refresh } = resource;
  const t = useTranslation();
  const toMessage = useErrorMessage();

  if (data === undefined) {
    return error ? (
      <ErrorNotice error={error} isPolled={isPolled} onRetry={refresh} />
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
            message: toMessage(error),
          })}
        />
      )}
      {children(data)}
    </Flex>
  );
}
