import {
  DEFAULT_NAMESPACE,
  getCompoundEntityRef,
  parseEntityRef,
  RELATION_OWNED_BY,
  RELATION_OWNER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { LocationSpec } from '@backstage/plugin-catalog-common';
import { processingResult } from '@backstage/plugin-catalog-node';
import type {
  CatalogProcessor,
  CatalogProcessorEmit,
} from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  isEnvironmentModuleEntity,
  isEnvironmentTemplateEntity,
} from '@sandlot/plugin-environments-common';

/** Topic on which the environments plugin hears that one was read anew. */
const READ_TOPIC = 'environments.templates';

/**
 * Admits `EnvironmentTemplate` and `EnvironmentModule` entities, faulty ones
 * too: the environments plugin judges each as a whole, with its modules, keeps
 * what was good before on offer and shows ops the faults. Only an owner must
 * be named, since relations are made of it.
 *
 * @public
 */
export class EnvironmentTemplateProcessor implements CatalogProcessor {
  readonly #events: EventsService | undefined;
  /** What was read last, to tell only of what is new. */
  readonly #seen = new Map<string, string>();

  /** @param options - without `events` nobody is told at once, and the environments plugin looks now and then */
  constructor(options: { events?: EventsService } = {}) {
    this.#events = options.events;
  }

  getProcessorName(): string {
    return 'EnvironmentTemplateProcessor';
  }

  /** @throws InputError when no owner is named */
  async validateEntityKind(entity: Entity): Promise<boolean> {
    if (!isOurs(entity)) {
      return false;
    }
    ownerOf(entity);
    return true;
  }

  async postProcessEntity(
    entity: Entity,
    _location: LocationSpec,
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    if (isOurs(entity)) {
      const source = getCompoundEntityRef(entity);
      const owner = ownerOf(entity);
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
      await this.#tell(entity);
    }
    return entity;
  }

  async #tell(entity: Entity): Promise<void> {
    const ref = stringifyEntityRef(entity);
    const { title, description, tags } = entity.metadata;
    const content = JSON.stringify([title, description, tags, entity.spec]);
    if (this.#events && this.#seen.get(ref) !== content) {
      this.#seen.set(ref, content);
      await this.#events.publish({
        topic: READ_TOPIC,
        eventPayload: { entityRef: ref },
      });
    }
  }
}

function isOurs(entity: Entity): boolean {
  return (
    isEnvironmentTemplateEntity(entity) || isEnvironmentModuleEntity(entity)
  );
}

function ownerOf({ metadata, spec }: Entity) {
  const owner: unknown = spec?.owner;
  try {
    if (typeof owner === 'string') {
      return parseEntityRef(owner, {
        defaultKind: 'group',
        defaultNamespace: metadata.namespace ?? DEFAULT_NAMESPACE,
      });
    }
  } catch {
    // Said below, with the place.
  }
  throw new InputError(
    `/spec/owner: ${JSON.stringify(
      owner,
    )} names no owner (expected an entity reference such as "group:default/platform-ops")`,
  );
}
