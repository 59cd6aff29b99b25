import { z } from 'zod/v4';

const texts = z.record(z.string(), z.string());

/** What is said of a request; what is absent has a value that says nothing. */
const facts = z.strictObject({
  parameters: z.record(z.string(), z.unknown()).optional(),
  addOns: z.array(z.string()).optional(),
  name: z.string().optional(),
  owner: z.string().optional(),
  requester: z
    .strictObject({
      ref: z.string().optional(),
      groups: z.array(z.string()).optional(),
    })
    .optional(),
  cluster: z
    .strictObject({ name: z.string().optional(), labels: texts.optional() })
    .optional(),
  entity: z
    .strictObject({
      ref: z.string().optional(),
      kind: z.string().optional(),
      name: z.string().optional(),
      type: z.string().optional(),
      owner: z.string().optional(),
      system: z.string().optional(),
      domain: z.string().optional(),
      lifecycle: z.string().optional(),
      tags: z.array(z.string()).optional(),
      labels: texts.optional(),
    })
    .optional(),
  time: z
    .strictObject({
      date: z.string().optional(),
      hour: z.int().min(0).max(23).optional(),
      weekday: z.int().min(1).max(7).optional(),
    })
    .optional(),
  usage: z
    .strictObject({
      owner: z.int().optional(),
      template: z.int().optional(),
      cluster: z.int().optional(),
      all: z.int().optional(),
    })
    .optional(),
});

const expectation = z.strictObject({
  verdict: z.enum(['allowed', 'denied', 'needsApproval']).optional(),
  /** Names of those that apply, in any order, and of no others. */
  applied: z.array(z.string()).optional(),
  approvals: z
    .array(z.strictObject({ by: z.string(), count: z.int().optional() }))
    .optional(),
  addOns: z.array(z.string()).optional(),
  maximums: z.array(z.string()).optional(),
  /** A part of a refusal's message. */
  message: z.string().optional(),
});

/** The grammar of `*.policies.test.yaml`. */
export const caseFileSchema = z
  .strictObject({
    /** A file with a list of policies, as in `environments.policies`; relative to this one. */
    policies: z.string().optional(),
    /** A file with a template, whose policies and approvals are meant. */
    template: z.string().optional(),
    facts: facts.optional(),
    cases: z
      .array(
        z.strictObject({
          name: z.string(),
          facts: facts.optional(),
          expect: expectation,
        }),
      )
      .min(1),
  })
  .refine(
    ({ policies, template }) =>
      (policies === undefined) !== (template === undefined),
    'either "policies" or "template" says what is tested',
  );

export type Facts = z.infer<typeof facts>;
export type Expectation = z.infer<typeof expectation>;
