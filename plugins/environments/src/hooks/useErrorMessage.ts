import { errorMessage, isNoAnswer } from '../format/error';
import { useTranslation } from './useTranslation';

/** Why something failed, in a sentence. */
export function useErrorMessage(): (error: Error) => string {
  const t = useTranslation();
  return error =>
    isNoAnswer(error) ? t('common.error.noAnswer') : errorMessage(error);
}
