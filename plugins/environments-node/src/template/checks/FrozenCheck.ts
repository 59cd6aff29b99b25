import type { JsonObject } from '@backstage/types';

/**
 * One of a template's checks, for one environment: plain JSON, so that it is
 * stored with the objects and asked again by whichever backend works on them.
 *
 * @public
 */
export interface FrozenCheck {
  name: string;
  /** The object that it looks at, in the environment's namespace. */
  object: { apiVersion: string; kind: string; name: string };
  /** CEL over `object` and the values of `context`. */
  that: string;
  /** What a person reads while it doesn't hold. */
  message: string;
  /** After so long it has failed. */
  timeoutSeconds: number;
  /** `template`, `module.<name>` or `add-on.<name>`. */
  origin: string;
  /** The values of the names that `that` may speak of; of the parameters those that it reads. */
  context: JsonObject;
  /** JSON Schema of these parameters: it tells which whole numbers are `number`. */
  schema?: JsonObject;
}
