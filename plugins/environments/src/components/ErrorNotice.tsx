import { Alert, Button, Text } from '@backstage/ui';
import { errorCode, isFutile, isNoAnswer } from '../format/error';
import { useErrorMessage } from '../hooks/useErrorMessage';
import { useTranslation } from '../hooks/useTranslation';

/** Why there is nothing to see, what next, and a code to quote. */
export function ErrorNotice(props: {
  error: Error;
  title?: string;
  next?: string;
  /** Whether what failed is tried again without being asked. */
  isPolled?: boolean;
  onRetry?: () => void;
}) {
  const { error, title, next, isPolled, onRetry } = props;
  const t = useTranslation();
  const toMessage = useErrorMessage();
  const goesOn = isPolled && isNoAnswer(error);

  function whatNext() {
    if (goesOn) {
      return t('common.error.goesOn');
    }
    return (
      next ?? t(isFutile(error) ? 'common.error.futile' : 'common.error.next')
    );
  }
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={title ?? t('common.error.title')}
      description={
        <>
          <Text as="p">{toMessage(error)}</Text>
          <Text as="p">{whatNext()}</Text>
          <Text as="p" variant="body-small">
            {t('common.error.code', {
              code: errorCode(error) ?? t('common.error.noCode'),
            })}
          </Text>
        </>
      }
      customActions={
        onRetry &&
        !goesOn &&
        !isFutile(error) && (
          <Button variant="secondary" onPress={onRetry}>
            {t('common.error.retry')}
          </Button>
        )
      }
    />
  );
}
