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
import {
  isEnvironmentModuleEntity,
  isEnvironmentTemplateEntity,
} from '@sandlot/plugin-environments-common';
import { parseModule, parseTemplate } from '@sandlot/plugin-environments-node';

/**
 * Admits `EnvironmentTemplate` and `EnvironmentModule` entities. A faulty one
 * becomes an error of its catalog entity that names every fault and its place;
 * the revision that was good before stays. A template is judged without its
 * modules here, since the catalog may not have them yet: the environments
 * plugin judges it with them before it offers it.
 *
 * @public
 */
export class EnvironmentTemplateProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'EnvironmentTemplateProcessor';
  }

  async validateEntityKind(entity: Entity): Promise<boolean> {
    if (isEnvironmentTemplateEntity(entity)) {
      parseTemplate(entity, { unresolved: true });
      return true;
    }
    if (isEnvironmentModuleEntity(entity)) {
      parseModule(entity);
      return true;
    }
    return false;
  }

  async postProcessEntity(
    entity: Entity,
    _location: LocationSpec,
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    if (
      isEnvironmentTemplateEntity(entity) ||
      isEnvironmentModuleEntity(entity)
    ) {
      const source = getCompoundEntityRef(entity);
      const owner = parseEntityRef(entity.spec.owner, {
        defaultKind: 'group',
        defaultNamespace: source.namespace,
      });
      emit(
        processingResult.relation({
          source,
          type: RELATION_OWNED_BY,
          target: owner,
        }),
      );
      emit(
        processingResult.relation({
          source: owner,
          type: RELATION_OWNER_OF,
          target: source,
        }),
      );
    }
    return entity;
  }
}
