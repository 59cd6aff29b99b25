import { JsonObject } from '@backstage/types';
import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';

/** What makes one environment of a pool as good as another, besides its name. */
export interface PoolChoices {
  revision: string;
  /** Name. */
  cluster: string;
  /** All of them, with their defaults. */
  parameters: JsonObject;
  addOns: string[];
}

export function poolKey({
  revision,
  cluster,
  parameters,
  addOns,
}: PoolChoices): string {
  return formatDigest(
    sha256(
      canonicalBytes({
        revision,
        cluster,
        parameters,
        addOns: [...addOns].sort(),
      }),
    ),
  );
}
