import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { formatDigest, sha256 } from '../audit/canonical';
import { DELIVERED_KINDS, Delivery, toDelivery } from './Delivery';

/** All that the catalog delivers at one moment. */
export interface Listing {
  deliveries: Delivery[];
  /** By reference. */
  modules: Map<string, Entity>;
  /** Another one whenever any module is another. */
  modulesVersion: string;
}

/** Reads the catalog's templates and modules. */
export async function listDeliveries(
  catalog: CatalogService,
  credentials: BackstageCredentials,
): Promise<Listing> {
  const { items } = await catalog.getEntities(
    { filter: { kind: DELIVERED_KINDS } },
    { credentials },
  );
  const deliveries = items.flatMap(entity => toDelivery(entity) ?? []);
  const modules = deliveries.filter(({ kind }) => kind === 'module');
  const versions = modules.map(({ ref, etag }) => `${ref} ${etag}`).sort();
  return {
    deliveries,
    modules: new Map(modules.map(({ ref, entity }) => [ref, entity])),
    modulesVersion: formatDigest(sha256(Buffer.from(versions.join('\n')))),
  };
}
