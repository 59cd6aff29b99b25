import { DEFAULT_NAMESPACE } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { cloneJson } from '../tree';

/** What a revision stands for of an entity: what ops wrote, and nothing that the catalog adds. */
export function toContent<Content>(entity: Entity): Content {
  const { name, namespace, title, description, tags } = entity.metadata;
  return {
    apiVersion: entity.apiVersion,
    kind: entity.kind,
    metadata: {
      name,
      namespace: namespace ?? DEFAULT_NAMESPACE,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(tags !== undefined && { tags: [...tags] }),
    },
    spec: cloneJson(entity.spec),
  } as Content;
}
