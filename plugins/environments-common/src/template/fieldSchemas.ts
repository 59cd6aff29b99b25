import type { EntityMeta } from '@backstage/catalog-model';
import { z } from 'zod/v4';
import type { TemplateCheck, TemplateResource } from './TemplateParts';

export const entityRef = z.string().min(1).max(200);
export const celText = z
  .string()
  .min(1)
  .describe(
    'CEL without "${}", true or false; such as parameters.size != "S".',
  );
export const oneLine = z.string().min(1).max(200);
export const message = z.string().min(1).max(1000);

const DURATION = /^[1-9]\d{0,4}[mhdw]$/;
export const duration = z
  .string()
  .regex(DURATION, 'a whole number and m, h, d or w, such as "7d"');

/** Names of parts: what labels and paths can hold. */
export const partName = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,30}$/,
    'lower case letters, digits and hyphens, a letter first; 31 characters at most',
  );

export const lifecycle = z
  .enum(['draft', 'published', 'deprecated'])
  .describe(
    'draft: only testers and ops may use it; published (the default): everybody who has access; deprecated: still to be had, and marked as on its way out.',
  );

// The catalog checks metadata itself and adds to it.
export const metadata = z
  .looseObject({
    name: z
      .string()
      .describe("Unique among the catalog's entities of its kind."),
    namespace: z
      .string()
      .optional()
      .describe('Of the catalog, "default" unless told.'),
    title: z
      .string()
      .optional()
      .describe('What people read instead of the name.'),
    description: z
      .string()
      .optional()
      .describe('One or two sentences for who chooses.'),
    tags: z.array(z.string()).optional().describe('Words to find it by.'),
  })
  .describe(
    'As every entity of the catalog has it.',
  ) as unknown as z.ZodType<EntityMeta>;

/** What the catalog adds to what it delivers. */
export const added = {
  relations: z.array(z.any()).optional().describe('Added by the catalog.'),
  status: z.any().optional().describe('Added by the catalog.'),
};

export const owner = entityRef.describe(
  'Entity reference of who looks after it, such as group:default/platform-ops.',
);

/** JSON Schema, of which only the outermost type is checked here. */
export const parametersSchema = z
  .looseObject({
    type: z.literal('object').describe('Always object.'),
  })
  .describe(
    'JSON Schema (draft-07) of type object: the form. A property may carry "ui" for how it is asked for.',
  );

const resource = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
}) as unknown as z.ZodType<TemplateResource>;

export const resources = z
  .array(resource)
  .min(1)
  .describe('Kubernetes objects; values may hold ${...}, keys may not.');

const check: z.ZodType<TemplateCheck> = z.strictObject({
  name: partName.describe('Unique among the checks.'),
  object: z
    .strictObject({
      apiVersion: z.string().describe('Such as apps/v1.'),
      kind: z.string().describe('Such as Deployment.'),
      name: z.string().min(1).describe('Its name; may hold ${...}.'),
    })
    .describe('One of the objects that are made here.'),
  that: z
    .string()
    .min(1)
    .describe(
      'CEL over "object" and the usual names, without "${}". A field that is missing means: not yet.',
    ),
  message: message.describe('What is wrong as long as it does not hold.'),
  timeoutSeconds: z
    .int()
    .min(5)
    .max(1800)
    .optional()
    .describe('How long to wait for it; 300 unless told.'),
});

export const checks = z
  .array(check)
  .max(50)
  .describe('What must hold before an environment is Ready.');
