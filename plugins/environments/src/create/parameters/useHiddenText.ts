import { TemplateDetail } from '@sandlot/plugin-environments-common';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../hooks/useTranslation';
import { parameterSchemas } from './toFormSchema';

/** Says which fields came or went with the last choice, for those who listen. */
export function useHiddenText(
  schema: TemplateDetail['parameters'],
  hidden: string[],
): string {
  const t = useTranslation();
  const [text, setText] = useState('');
  const before = useRef(hidden);
  const key = hidden.join();

  useEffect(() => {
    const titles = (names: string[]) =>
      names
        .map(name => parameterSchemas(schema)[name]?.title ?? name)
        .join(', ');
    const came = before.current.filter(name => !hidden.includes(name));
    const went = hidden.filter(name => !before.current.includes(name));
    before.current = hidden;
    if (came.length + went.length > 0) {
      setText(
        [
          came.length > 0 ? t('create.shown', { fields: titles(came) }) : '',
          went.length > 0 ? t('create.hidden', { fields: titles(went) }) : '',
        ]
          .join(' ')
          .trim(),
      );
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return text;
}
