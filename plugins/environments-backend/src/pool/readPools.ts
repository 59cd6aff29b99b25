import { RootConfigService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const PATH = 'environments.pools';
const LARGEST_POOL = 50;

const poolSchema = z.strictObject({
  template: z.string().min(1),
  cluster: z.string().min(1).optional(),
  size: z.int().min(1).max(LARGEST_POOL),
  parameters: z.record(z.string(), z.json()).optional(),
  addOns: z.array(z.string()).optional(),
});

/** So many environments that are made ahead of a template with these choices. */
export interface PoolConfig {
  /** Entity reference. */
  template: string;
  /** Name; the default cluster unless told. */
  cluster?: string;
  size: number;
  parameters?: z.infer<typeof poolSchema>['parameters'];
  addOns?: string[];
}

/** @throws InputError that names the path of each fault and what was expected there */
export function readPools(config: RootConfigService): PoolConfig[] {
  const result = z.array(poolSchema).safeParse(config.getOptional(PATH) ?? []);
  if (!result.success) {
    throw new InputError(
      result.error.issues
        .map(({ path, message }) => `${[PATH, ...path].join('.')}: ${message}`)
        .join('\n'),
    );
  }
  return result.data.map(pool => ({
    ...pool,
    template: stringifyEntityRef(
      parseEntityRef(pool.template, {
        defaultKind: 'environmenttemplate',
        defaultNamespace: 'default',
      }),
    ),
  }));
}
