import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Entity } from '@backstage/catalog-model';
import { parse } from 'yaml';

const NAMES = ['team-sandbox', 'service-sandbox', 'database-sandbox'];

/** The templates that ship, as the catalog would deliver them. */
export function shippedTemplates(): Entity[] {
  return NAMES.map(name => {
    const file = resolve(
      __dirname,
      `../../../../templates/${name}/template.yaml`,
    );
    const entity: Entity = parse(readFileSync(file, 'utf8'));
    return {
      ...entity,
      metadata: { ...entity.metadata, namespace: 'default' },
    };
  });
}
