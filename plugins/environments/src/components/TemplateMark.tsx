import { Template } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import { StatusMark } from './StatusMark';

/** That it is halted, a draft or on its way out; nothing of what is normal. */
export function TemplateMark(props: {
  template: Pick<Template, 'state' | 'halted'>;
}) {
  const { state, halted } = props.template;
  const t = useTranslation();
  if (halted) {
    return <StatusMark tone="danger">{t('create.gallery.halted')}</StatusMark>;
  }
  return state === 'published' ? null : (
    <StatusMark tone={state === 'draft' ? 'neutral' : 'warning'}>
      {t(`common.templateState.${state}`)}
    </StatusMark>
  );
}
