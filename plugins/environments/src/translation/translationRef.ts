import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { audit } from './audit';
import { common } from './common';
import { create } from './create';
import { environment } from './environment';
import { list } from './list';
import { rollouts } from './rollouts';
import { templates } from './templates';
import { workbench } from './workbench';

/** Every sentence on the pages. @public */
export const environmentsTranslationRef = createTranslationRef({
  id: 'plugin.environments',
  messages: {
    common,
    list,
    create,
    environment,
    templates,
    workbench,
    rollouts,
    audit,
  },
});
