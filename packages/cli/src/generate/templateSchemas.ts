import { templateJsonSchema } from '@sandlot/plugin-environments-node';
import { fromRoot } from '../paths';
import type { GeneratedFile } from './generatedFiles';

/** The published JSON Schemas of templates and modules, made from their grammar. */
export function renderTemplateSchemas(): GeneratedFile[] {
  return (['EnvironmentTemplate', 'EnvironmentModule'] as const).map(kind => {
    const name = kind.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
    return {
      path: fromRoot('docs/schema', `${name}.schema.json`),
      content: `${JSON.stringify(templateJsonSchema(kind), undefined, 2)}\n`,
    };
  });
}
