import { Alert, Button, Text } from '@backstage/ui';
import { errorCode, errorMessage } from '../format/error';
import { useTranslation } from '../hooks/useTranslation';

/** Why there is nothing to see, what next, and a code to quote. */
export function ErrorNotice(props: {
  error: Error;
  title?: string;
  next?: string;
  onRetry?: () => void;
}) {
  const { error, title, next, onRetry } = props;
  const t = useTranslation();
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={title ?? t('common.error.title')}
      description={
        <>
          <Text as="p">{errorMessage(error)}</Text>
          <Text as="p">{next ?? t('common.error.next')}</Text>
          <Text as="p" variant="body-small">
            {t('common.error.code', { code: errorCode(error) })}
          </Text>
        </>
      }
      customActions={
        onRetry && (
          <Button variant="secondary" onPress={onRetry}>
            {t('common.error.retry')}
          </Button>
        )
      }
    />
  );
}
