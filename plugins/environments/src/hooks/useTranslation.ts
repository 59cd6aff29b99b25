import {
  TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { environmentsTranslationRef } from '../translation';

/** The sentences of this plugin. */
export function useTranslation(): TranslationFunction<
  typeof environmentsTranslationRef.T
> {
  return useTranslationRef(environmentsTranslationRef).t;
}
