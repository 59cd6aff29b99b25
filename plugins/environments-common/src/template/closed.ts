import { z } from 'zod/v4';

/** An object that refuses keys it does not know and says which it does. */
export function closed<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? `unknown: ${issue.keys?.join(', ')}; known here are ${known}`
        : undefined,
  });
}
