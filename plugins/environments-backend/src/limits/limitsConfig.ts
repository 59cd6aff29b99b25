import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { ClusterConfig, readClustersConfig } from '../clusters/clustersConfig';

const PATH = 'environments.limits';

const limitsSchema = z.strictObject({
  perOwner: z.int().min(0).optional(),
  total: z.int().min(0).optional(),
});

export type ClusterLimits = NonNullable<ClusterConfig['limits']>;

/** How many environments the portal admits; what is absent has no limit. */
export interface LimitRules {
  perOwner?: number;
  total?: number;
  /** By the name of the cluster. */
  clusters: Record<string, ClusterLimits>;
}

/** @throws InputError that names the path of each fault and what was expected there */
export function readLimitRules(config: Config): LimitRules {
  const result = limitsSchema.safeParse(config.getOptional(PATH) ?? {});
  if (!result.success) {
    throw new InputError(
      result.error.issues
        .map(({ path, message }) => `${[PATH, ...path].join('.')}: ${message}`)
        .join('\n'),
    );
  }
  return {
    ...result.data,
    clusters: Object.fromEntries(
      readClustersConfig(config).map(({ name, limits = {} }) => [name, limits]),
    ),
  };
}
