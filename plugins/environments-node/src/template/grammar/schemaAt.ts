import { z } from 'zod/v4';

/** The schema of what is at a path; undefined where the grammar leaves it open. */
export function schemaAt(
  schema: z.core.$ZodType,
  path: PropertyKey[],
): z.core.$ZodType | undefined {
  return path.reduce<z.core.$ZodType | undefined>(childOf, schema);
}

/** Names of the fields that an object may have. */
export function knownKeysAt(
  schema: z.core.$ZodType,
  path: PropertyKey[],
): string[] {
  const found = unwrapped(schemaAt(schema, path));
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function childOf(
  schema: z.core.$ZodType | undefined,
  key: PropertyKey,
): z.core.$ZodType | undefined {
  const holder = unwrapped(schema);
  if (holder instanceof z.ZodObject) {
    return Object.hasOwn(holder.shape, key)
      ? holder.shape[String(key)]
      : undefined;
  }
  if (holder instanceof z.ZodArray) {
    return holder.element;
  }
  return holder instanceof z.ZodRecord ? holder.valueType : undefined;
}

/** What may be absent is of the same schema as what is there. */
function unwrapped(
  schema: z.core.$ZodType | undefined,
): z.core.$ZodType | undefined {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap())
    : schema;
}
