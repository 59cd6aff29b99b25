import { Environment } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../../hooks/useTranslation';
import { Action } from './listActions';

/** What an action is called on buttons. */
export function useActionText({ operation, phase }: Environment) {
  const t = useTranslation();
  return (action: Action): string => {
    switch (action) {
      case 'upgrade':
      case 'rollback':
      case 'hold':
      case 'delete':
        return t(`environment.${action}.action`);
      case 'cancel':
        if (phase === 'AwaitingApproval') {
          return t('lifecycle.cancel.action.asked');
        }
        switch (operation.kind) {
          case 'create':
          case 'hibernate':
          case 'resume':
          case 'delete':
            return t(`lifecycle.cancel.action.${operation.kind}`);
          default:
            return t('lifecycle.cancel.action.other');
        }
      default:
        return t(`lifecycle.${action}.action`);
    }
  };
}
