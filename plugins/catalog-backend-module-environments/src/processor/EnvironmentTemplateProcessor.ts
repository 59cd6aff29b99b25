import {
  getCompoundEntityRef,
  parseEntityRef,
  RELATION_OWNED_BY,
  RELATION_OWNER_OF,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { LocationSpec } from '@backstage/plugin-catalog-common';
import { processingResult } from '@backstage/plugin-catalog-node';
import type {
  CatalogProcessor,
  CatalogProcessorEmit,
} from '@backstage/plugin-catalog-node';
import { isEnvironmentTemplateEntity } from '@sandlot/plugin-environments-common';
import { parseTemplate } from '@sandlot/plugin-environments-node';

/**
 * Admits `EnvironmentTemplate` entities. A faulty one becomes an error of its
 * catalog entity that names every fault and its place; the revision that was
 * good before stays.
 *
 * @public
 */
export class EnvironmentTemplateProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'EnvironmentTemplateProcessor';
  }

  async validateEntityKind(entity: Entity): Promise<boolean> {
    if (!isEnvironmentTemplateEntity(entity)) {
      return false;
    }
    parseTemplate(entity);
    return true;
  }

  async postProcessEntity(
    entity: Entity,
    _location: LocationSpec,
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    if (isEnvironmentTemplateEntity(entity)) {
      const template = getCompoundEntityRef(entity);
      const owner = parseEntityRef(entity.spec.owner, {
        defaultKind: 'group',
        defaultNamespace: template.namespace,
      });
      emit(
        processingResult.relation({
          source: template,
          type: RELATION_OWNED_BY,
          target: owner,
        }),
      );
      emit(
        processingResult.relation({
          source: owner,
          type: RELATION_OWNER_OF,
          target: template,
        }),
      );
    }
    return entity;
  }
}
