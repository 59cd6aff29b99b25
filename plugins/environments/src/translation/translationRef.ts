import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { audit } from './audit';
import { common } from './common';
import { create } from './create';
import { environment } from './environment';
import { list } from './list';

/** Every sentence on the pages. @public */
export const environmentsTranslationRef = createTranslationRef({
  id: 'plugin.environments',
  messages: { common, list, create, environment, audit },
});
