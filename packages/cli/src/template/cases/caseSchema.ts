import type { JsonObject } from '@backstage/types';
import { z } from 'zod/v4';

const reference = { kind: z.string().min(1), name: z.string().min(1) };

const partialObject = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().min(1),
  metadata: z.looseObject({ name: z.string().min(1) }),
});

const expectation = z
  .strictObject({
    /** Of each of these objects there are at least these fields. */
    objects: z.array(partialObject).min(1).optional(),
    /** There are no such objects. */
    absent: z.array(z.strictObject(reference)).min(1).optional(),
    /** How many objects there are, the Namespace included. */
    count: z.int().min(0).optional(),
    /** Nothing is made, and this is why. */
    refused: z
      .array(
        z.strictObject({ path: z.string(), message: z.string().optional() }),
      )
      .min(1)
      .optional(),
    /** All objects are as the snapshot has them. */
    snapshot: z.literal(true).optional(),
  })
  .refine(
    expect => Object.keys(expect).length > 0,
    'expects nothing; one of objects, absent, count, refused, snapshot',
  )
  .refine(
    ({ refused, ...made }) => !refused || Object.keys(made).length === 0,
    'what is refused makes no objects: "refused" stands alone',
  );

const testCase = z.strictObject({
  name: z.string().min(1).max(200),
  parameters: z.record(z.string(), z.unknown()).optional(),
  /** Absent: those that are switched on in a fresh form. */
  addOns: z.array(z.string()).optional(),
  /** YAML of what the developer adds. */
  manifests: z.string().optional(),
  /** Entity reference. */
  owner: z.string().min(1).optional(),
  expect: expectation,
});

/** The grammar of `<name>.test.yaml`, beside `<name>.yaml`. */
export const caseFileSchema = z.strictObject({
  /** Name of the template; needed where the file beside it holds several. */
  template: z.string().optional(),
  cases: z.array(testCase).min(1),
});

/** What a case expects of an object: its identity and some of its fields. */
export type PartialObject = JsonObject & {
  apiVersion?: string;
  kind: string;
  metadata: JsonObject & { name: string };
};

/** One case, as it is written. */
export type TestCase = z.infer<typeof testCase>;

/** A file of cases, as it is written. */
export type CaseFileContent = z.infer<typeof caseFileSchema>;
