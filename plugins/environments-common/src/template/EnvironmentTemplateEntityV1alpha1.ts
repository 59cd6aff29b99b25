import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod/v4';

/** @public */
export const ENVIRONMENT_TEMPLATE_API_VERSION = 'sandlot.dev/v1alpha1';
/** @public */
export const ENVIRONMENT_TEMPLATE_KIND = 'EnvironmentTemplate';

/**
 * An object as a template writes it: a Kubernetes manifest whose values may
 * hold `${...}` expressions.
 *
 * @public
 */
export interface TemplateResource extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: JsonObject & { name: string };
}

/**
 * The catalog kind that ops write: what an environment is made of.
 *
 * @public
 */
export interface EnvironmentTemplateEntityV1alpha1 extends Entity {
  apiVersion: typeof ENVIRONMENT_TEMPLATE_API_VERSION;
  kind: typeof ENVIRONMENT_TEMPLATE_KIND;
  spec: {
    /** Entity reference of who looks after the template. */
    owner: string;
    /** JSON Schema (draft-07) of type `object`; without it there is nothing to choose. */
    parameters?: JsonObject;
    resources: TemplateResource[];
  };
}

/** An object that refuses keys it does not know and says which it does. */
function closed<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? `unknown: ${issue.keys?.join(', ')}; known here are ${known}`
        : undefined,
  });
}

const resourceSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/**
 * The grammar of an `EnvironmentTemplate`. What the objects may be and what
 * expressions may say is checked where templates are parsed.
 *
 * @public
 */
export const environmentTemplateEntitySchema = closed({
  apiVersion: z.literal(ENVIRONMENT_TEMPLATE_API_VERSION),
  kind: z.literal(ENVIRONMENT_TEMPLATE_KIND),
  // The catalog checks metadata itself and adds to it.
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    tags: z.array(z.string()).optional(),
  }),
  spec: closed({
    owner: z.string().min(1),
    parameters: z.looseObject({ type: z.literal('object') }).optional(),
    resources: z.array(resourceSchema).min(1),
  }),
  // The catalog adds these two to what it delivers.
  relations: z.array(z.unknown()).optional(),
  status: z.unknown().optional(),
});

/** Whether an entity claims to be a template; not that it is a good one. @public */
export function isEnvironmentTemplateEntity(
  entity: Entity,
): entity is EnvironmentTemplateEntityV1alpha1 {
  return (
    entity.apiVersion === ENVIRONMENT_TEMPLATE_API_VERSION &&
    entity.kind === ENVIRONMENT_TEMPLATE_KIND
  );
}
