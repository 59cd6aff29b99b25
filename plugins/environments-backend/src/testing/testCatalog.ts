import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';

/** A catalog whose entities the test changes, with etags as the real one has them. */
export interface TestCatalog {
  service: CatalogService;
  /** In the place of all that it has. */
  replace(entities: Entity[]): void;
  /** Adds them, or puts them in the place of those of the same reference. */
  put(...entities: Entity[]): void;
  remove(ref: string): void;
  get(ref: string): Entity;
  /** Until it is called with undefined, each question fails with this. */
  failWith(error: Error | undefined): void;
  /** Until it is called with undefined, each question waits for this before its answer. */
  waitFor(wait: (() => Promise<unknown>) | undefined): void;
  /** Until it is called with false, lists by references lack their first. */
  answerPartly(isPartial: boolean): void;
}

export function createTestCatalog(entities: Entity[]): TestCatalog {
  let current = new Map<string, Entity>();
  let mock = catalogServiceMock();
  let failure: Error | undefined;
  let isPartial = false;
  let waitFor: (() => Promise<unknown>) | undefined;
  const set = (next: Entity[]) => {
    current = new Map(
      next.map(withEtag).map(entity => [stringifyEntityRef(entity), entity]),
    );
    mock = catalogServiceMock({ entities: [...current.values()] });
  };
  set(entities);
  return {
    service: new Proxy({} as CatalogService, {
      get(_, property) {
        // Not every property: what has a `then` would be taken for a promise.
        if (!(property in mock)) return undefined;
        return async (...args: unknown[]) => {
          await waitFor?.();
          if (failure) throw failure;
          const answer = await Reflect.get(mock, property).apply(mock, args);
          return isPartial && property === 'getEntitiesByRefs'
            ? { items: answer.items.slice(1) }
            : answer;
        };
      },
    }),
    replace: set,
    put: (...changed) =>
      set([
        ...new Map([
          ...current,
          ...changed.map((entity): [string, Entity] => [
            stringifyEntityRef(entity),
            entity,
          ]),
        ]).values(),
      ]),
    remove: ref =>
      set([...current].filter(([key]) => key !== ref).map(([, one]) => one)),
    get: ref => structuredClone(current.get(ref)!),
    failWith(error) {
      failure = error;
    },
    waitFor(wait) {
      waitFor = wait;
    },
    answerPartly(is) {
      isPartial = is;
    },
  };
}

function withEtag(entity: Entity): Entity {
  const { etag: _, ...metadata } = entity.metadata;
  const content = { ...entity, metadata };
  return {
    ...content,
    metadata: {
      ...metadata,
      etag: formatDigest(sha256(canonicalBytes(content))),
    },
  };
}
