import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Entity } from '@backstage/catalog-model';
import { parse } from 'yaml';

const FOLDER = resolve(__dirname, '../../../../templates');

/** The templates that ship and their modules, as the catalog would deliver them. */
export function shippedTemplates(): Entity[] {
  return globSync(['*/template.yaml', 'modules/*/module.yaml'], {
    cwd: FOLDER,
  })
    .sort()
    .map(file => {
      const entity: Entity = parse(readFileSync(resolve(FOLDER, file), 'utf8'));
      return {
        ...entity,
        metadata: { ...entity.metadata, namespace: 'default' },
      };
    });
}
