import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { parseTemplate, revisionOf } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { TemplateRevisionsTable } from '../database/TemplateRevisionsTable';

/** Stores a template as a revision of its own, as if the catalog had delivered it once. */
export async function deliverRevision(
  knex: Knex,
  entity: Entity,
  origin: 'catalog' | 'workbench' = 'catalog',
): Promise<string> {
  const template = parseTemplate(entity);
  const digest = revisionOf(template);
  await new TemplateRevisionsTable(knex).add({
    digest,
    templateRef: stringifyEntityRef(entity),
    title: entity.metadata.title ?? entity.metadata.name,
    content: template as unknown as JsonObject,
    kind: 'template',
    origin,
  });
  return digest;
}
