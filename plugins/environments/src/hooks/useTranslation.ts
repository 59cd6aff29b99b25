import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ReactNode } from 'react';
import { environmentsTranslationRef } from '../translation';
import { Translate } from '../translation/Translate';

/** The sentences of this plugin. */
export function useTranslation(): Translate<string, string> {
  const t: unknown = useTranslationRef(environmentsTranslationRef).t;
  return t as Translate<string, string>;
}

/** Those that elements stand in. */
export function useRichTranslation(): Translate<ReactNode, ReactNode> {
  const t: unknown = useTranslation();
  return t as Translate<ReactNode, ReactNode>;
}
