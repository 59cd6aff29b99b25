import type { JsonObject } from '@backstage/types';
import { z } from 'zod/v4';

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

const reference = { kind: z.string().min(1), name: z.string().min(1) };

const partialObject = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().min(1),
  metadata: z.looseObject({ name: z.string().min(1) }),
});

const expectation = closed({
  /** Of each of these objects there are at least these fields. */
  objects: z.array(partialObject).min(1).optional(),
  /** There are no such objects. */
  absent: z.array(closed(reference)).min(1).optional(),
  /** How many objects there are, the Namespace included. */
  count: z.int().min(0).optional(),
  /** Nothing is made, and this is why. */
  refused: z
    .array(closed({ path: z.string(), message: z.string().optional() }))
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

const testCase = closed({
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
export const caseFileSchema = closed({
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
