import { CatalogApi } from '@backstage/plugin-catalog-react';

const ENTITIES = [
  { kind: 'Component', name: 'web-shop', title: 'Web shop' },
  { kind: 'Component', name: 'ledger', title: undefined },
  { kind: 'API', name: 'web-api', title: 'Web API' },
  { kind: 'Group', name: 'team-orchard', title: 'Team Orchard' },
  { kind: 'User', name: 'milo', title: 'Milo' },
].map(({ kind, name, title }) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { namespace: 'default', name, title },
}));

/** As much of a catalog as the pages ask for. */
export function fakeCatalog(): Pick<
  CatalogApi,
  'getEntities' | 'queryEntities'
> {
  return {
    getEntities: async () => ({ items: [] }),
    async queryEntities(request = {}) {
      const { filter, fullTextFilter } = request as {
        filter?: { kind?: string[] };
        fullTextFilter?: { term: string };
      };
      const term = fullTextFilter?.term.toLocaleLowerCase('en-US') ?? '';
      const items = ENTITIES.filter(
        ({ kind, metadata: { name, title = '' } }) =>
          (filter?.kind?.includes(kind) ?? true) &&
          `${name} ${title}`.toLocaleLowerCase('en-US').includes(term),
      );
      return { items, totalItems: items.length, pageInfo: {} };
    },
  };
}
