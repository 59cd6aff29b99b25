import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/** Every sentence on the pages. @public */
export const environmentsTranslationRef = createTranslationRef({
  id: 'plugin.environments',
  messages,
});
