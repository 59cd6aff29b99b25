import { Entity } from '@backstage/catalog-model';

/** The annotation that says which environment an entity is. */
export const ANNOTATION_ENVIRONMENT = 'sandlot.dev/environment-id';

/** Whether the entity is an environment that we know. */
export function isEnvironmentEntity(entity: Entity): boolean {
  return (
    entity.kind.toLocaleLowerCase('en-US') === 'resource' &&
    entity.spec?.type === 'kubernetes-environment' &&
    Boolean(entity.metadata.annotations?.[ANNOTATION_ENVIRONMENT])
  );
}
