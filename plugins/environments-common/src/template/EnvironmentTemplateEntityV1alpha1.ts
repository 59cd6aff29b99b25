import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod/v4';
import { added, metadata } from './fieldSchemas';
import type {
  TemplateAccess,
  TemplateAddOn,
  TemplateApproval,
  TemplateCheck,
  TemplateEnvironmentLimits,
  TemplateGroup,
  TemplateLease,
  TemplateLifecycle,
  TemplateModule,
  TemplateOwnManifests,
  TemplatePlacement,
  TemplatePolicy,
  TemplateResource,
} from './TemplateParts';
import { policySchema, templateSpecSchema } from './templateSpecSchema';

/** @public */
export const ENVIRONMENT_TEMPLATE_API_VERSION = 'sandlot.dev/v1alpha1';
/** @public */
export const ENVIRONMENT_TEMPLATE_KIND = 'EnvironmentTemplate';

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
    lifecycle?: TemplateLifecycle;
    access?: TemplateAccess;
    /** JSON Schema (draft-07) of type `object`; without it there is nothing to choose. */
    parameters?: JsonObject;
    /** Name of the parameter with the catalog entity that environments are for. */
    subject?: string;
    groups?: TemplateGroup[];
    modules?: TemplateModule[];
    addOns?: TemplateAddOn[];
    ownManifests?: TemplateOwnManifests;
    /** May be left out where modules make all that is needed. */
    resources?: TemplateResource[];
    lease?: TemplateLease;
    limits?: TemplateEnvironmentLimits;
    placement?: TemplatePlacement;
    approvals?: TemplateApproval[];
    policies?: TemplatePolicy[];
    checks?: TemplateCheck[];
  };
}

/**
 * The grammar of an `EnvironmentTemplate`. What the objects may be and what
 * expressions may say is checked where templates are parsed.
 *
 * @public
 */
export const environmentTemplateEntitySchema: z.ZodType<EnvironmentTemplateEntityV1alpha1> =
  z.strictObject({
    apiVersion: z
      .literal(ENVIRONMENT_TEMPLATE_API_VERSION)
      .describe('The version of this grammar.'),
    kind: z.literal(ENVIRONMENT_TEMPLATE_KIND).describe('A template.'),
    metadata,
    spec: templateSpecSchema.describe('What an environment is made of.'),
    ...added,
  });

/** The grammar of one policy, as templates and the portal's configuration have it. @public */
export const templatePolicySchema: z.ZodType<TemplatePolicy> = policySchema;

/** Whether an entity claims to be a template; not that it is a good one. @public */
export function isEnvironmentTemplateEntity(
  entity: Entity,
): entity is EnvironmentTemplateEntityV1alpha1 {
  return (
    entity.apiVersion === ENVIRONMENT_TEMPLATE_API_VERSION &&
    entity.kind === ENVIRONMENT_TEMPLATE_KIND
  );
}
