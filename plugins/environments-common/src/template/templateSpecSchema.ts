import { z } from 'zod/v4';
import type { JsonObject } from '@backstage/types';
import {
  celText,
  checks,
  duration,
  entityRef,
  lifecycle,
  message,
  oneLine,
  owner,
  parametersSchema,
  partName,
  resources,
} from './fieldSchemas';
import { OWN_MANIFEST_KINDS } from './ownManifestKinds';

const people = z.array(entityRef).min(1);

const moduleRef = entityRef.describe(
  'Entity reference of an EnvironmentModule; its name is enough in the namespace "default".',
);
const withValues = z
  .record(z.string(), z.unknown())
  .describe(
    "Values for the module's parameters; may hold ${...}.",
  ) as unknown as z.ZodType<JsonObject>;

const access = z.strictObject({
  requesters: people
    .optional()
    .describe('Only these users and groups may create; absent: everybody.'),
  testers: people
    .optional()
    .describe('These users and groups may try drafts, beside ops.'),
});

const group = z.strictObject({
  title: oneLine.describe('Heading of this part of the form.'),
  description: message.optional().describe('Shown below the heading.'),
  parameters: z
    .array(z.string())
    .min(1)
    .describe('Names of parameters; each in one group at most.'),
});

const templateModule = z.strictObject({
  module: moduleRef,
  when: celText
    .optional()
    .describe('CEL: only environments for which this is true have it.'),
  with: withValues.optional(),
});

const addOn = z.strictObject({
  name: partName.describe('Unique among the add-ons.'),
  module: moduleRef,
  title: oneLine.optional().describe("Absent: the module's own."),
  description: message.optional().describe("Absent: the module's own."),
  default: z
    .boolean()
    .optional()
    .describe('Whether it is switched on in a fresh form; false unless told.'),
  when: celText
    .optional()
    .describe('CEL over parameters: it is only offered where this is true.'),
  with: withValues.optional(),
});

const ownManifests = z.strictObject({
  kinds: z
    .array(z.enum(OWN_MANIFEST_KINDS))
    .min(1)
    .describe('The kinds that may be added.'),
  maximum: z
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe('How many objects; 20 unless told.'),
});

const lease = z.strictObject({
  default: duration
    .optional()
    .describe(
      'How long an environment lives unless asked otherwise, such as 7d.',
    ),
  maximum: duration
    .optional()
    .describe('How long it may live at most, such as 30d.'),
});

const limits = z.strictObject({
  perOwner: z
    .int()
    .min(1)
    .optional()
    .describe('Environments of it that one owner may have.'),
  total: z
    .int()
    .min(1)
    .optional()
    .describe('Environments of it that there may be.'),
});

const LABEL_KEY =
  /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;

const placement = z.strictObject({
  clusters: z
    .strictObject({
      matchLabels: z
        .record(
          z.string().regex(LABEL_KEY, 'a label such as "region"'),
          z.string().regex(LABEL_VALUE, 'a value such as "eu"'),
        )
        .refine(labels => Object.keys(labels).length > 0, 'at least one label')
        .describe(
          'Only clusters that have all of these labels in the configuration of the portal.',
        ),
    })
    .optional()
    .describe('Which clusters it may be on; absent: any.'),
});

const approval = z.strictObject({
  by: entityRef.describe(
    'Entity reference of the user or group who must agree.',
  ),
  count: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe('How many of them; one unless told.'),
  when: celText
    .optional()
    .describe('CEL: they are only asked where this is true.'),
});

/** One rule for requests; also of the portal's configuration. */
export const policySchema = z.strictObject({
  name: partName.describe('Unique among the policies.'),
  when: celText
    .optional()
    .describe('CEL: it applies where this is true; absent: always.'),
  effect: z
    .enum(['allow', 'deny', 'requireApproval', 'shortenLease', 'forceAddOn'])
    .describe('What it does.'),
  message: message.describe('What the developer reads.'),
  by: entityRef.optional().describe('For requireApproval: who must agree.'),
  count: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe('For requireApproval: how many of them.'),
  maximum: duration.optional().describe('For shortenLease: such as 7d.'),
  addOn: partName.optional().describe('For forceAddOn: its name.'),
});

/** `spec` of an EnvironmentTemplate. */
export const templateSpecSchema = z.strictObject({
  owner,
  lifecycle: lifecycle.optional(),
  access: access.optional().describe('Who may use it.'),
  parameters: parametersSchema.optional() as unknown as z.ZodOptional<
    z.ZodType<JsonObject>
  >,
  subject: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Name of the parameter with the catalog entity that environments are for: policies read it as `entity`.',
    ),
  groups: z
    .array(group)
    .max(50)
    .optional()
    .describe('How the form is divided.'),
  modules: z
    .array(templateModule)
    .max(50)
    .optional()
    .describe(
      'Pieces that come from elsewhere; the same one may stand here more than once.',
    ),
  addOns: z
    .array(addOn)
    .max(50)
    .optional()
    .describe('Modules that the developer may switch on.'),
  ownManifests: ownManifests
    .optional()
    .describe('The developer may add objects of these kinds; absent: none.'),
  resources: resources.optional(),
  lease: lease
    .optional()
    .describe(
      'How long environments live; absent: until somebody deletes them.',
    ),
  limits: limits
    .optional()
    .describe('How many environments there may be; absent: any number.'),
  placement: placement
    .optional()
    .describe('On which clusters environments are made.'),
  approvals: z
    .array(approval)
    .max(50)
    .optional()
    .describe(
      'Who must agree before it is made; short for policies of the effect requireApproval.',
    ),
  policies: z
    .array(policySchema)
    .max(50)
    .optional()
    .describe(
      'Rules for requests, beside those of the cluster and of the portal.',
    ),
  checks: checks.optional(),
});
