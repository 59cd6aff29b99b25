import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod/v4';
import {
  added,
  checks,
  lifecycle,
  metadata,
  owner,
  parametersSchema,
  resources,
} from './fieldSchemas';
import { ENVIRONMENT_TEMPLATE_API_VERSION } from './EnvironmentTemplateEntityV1alpha1';
import type {
  TemplateCheck,
  TemplateLifecycle,
  TemplateResource,
} from './TemplateParts';

/** @public */
export const ENVIRONMENT_MODULE_KIND = 'EnvironmentModule';

/**
 * A piece that templates share, such as a quota or a database. In its
 * expressions `parameters` are its own, which templates fill in by `with`.
 *
 * @public
 */
export interface EnvironmentModuleEntityV1alpha1 extends Entity {
  apiVersion: typeof ENVIRONMENT_TEMPLATE_API_VERSION;
  kind: typeof ENVIRONMENT_MODULE_KIND;
  spec: {
    /** Entity reference of who looks after the module. */
    owner: string;
    lifecycle?: TemplateLifecycle;
    /** JSON Schema (draft-07) of type `object`. */
    parameters?: JsonObject;
    resources: TemplateResource[];
    checks?: TemplateCheck[];
  };
}

/**
 * The grammar of an `EnvironmentModule`.
 *
 * @public
 */
export const environmentModuleEntitySchema: z.ZodType<EnvironmentModuleEntityV1alpha1> =
  z.strictObject({
    apiVersion: z
      .literal(ENVIRONMENT_TEMPLATE_API_VERSION)
      .describe('The version of this grammar.'),
    kind: z.literal(ENVIRONMENT_MODULE_KIND).describe('A module.'),
    metadata,
    spec: z
      .strictObject({
        owner,
        lifecycle: lifecycle.optional(),
        parameters: parametersSchema.optional() as unknown as z.ZodOptional<
          z.ZodType<JsonObject>
        >,
        resources,
        checks: checks.optional(),
      })
      .describe('What it is made of.'),
    ...added,
  });

/** Whether an entity claims to be a module; not that it is a good one. @public */
export function isEnvironmentModuleEntity(
  entity: Entity,
): entity is EnvironmentModuleEntityV1alpha1 {
  return (
    entity.apiVersion === ENVIRONMENT_TEMPLATE_API_VERSION &&
    entity.kind === ENVIRONMENT_MODULE_KIND
  );
}
