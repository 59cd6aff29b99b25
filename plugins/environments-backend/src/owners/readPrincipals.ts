import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_CHILD_OF,
  RELATION_MEMBER_OF,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Principals } from '../domain/absences';
import { within } from '../health/within';

const PAGE = 100;
const ANSWER_MILLISECONDS = 20_000;
/** Of groups in groups; more than any company has. */
const MOST_LEVELS = 10;
const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'relations',
] as const;

/**
 * Asks the catalog who there is, with the portal's own rights, and in which groups they
 * are, and those in turn.
 *
 * @throws Error when it does not answer all of it, which proves nothing
 */
export async function readPrincipals(
  { catalog, auth }: { catalog: CatalogService; auth: AuthService },
  refs: string[],
): Promise<Principals> {
  const known = new Map<string, Entity | undefined>();
  let asked = [...new Set(refs)];
  for (let level = 0; level < MOST_LEVELS && asked.length > 0; level++) {
    for (let start = 0; start < asked.length; start += PAGE) {
      const page = asked.slice(start, start + PAGE);
      const credentials = await auth.getOwnServiceCredentials();
      const { items } = await within(
        ANSWER_MILLISECONDS,
        catalog.getEntitiesByRefs(
          {
            entityRefs: page.map(ref => ref.toLocaleLowerCase('en-US')),
            fields: [...FIELDS],
          },
          { credentials },
        ),
      );
      if (items.length !== page.length) {
        throw new Error(
          `The catalog was asked for ${page.length} entities and answered ${items.length}`,
        );
      }
      page.forEach((ref, index) => known.set(ref, items[index] ?? undefined));
    }
    const next = asked.flatMap(ref => groupsIn(known.get(ref)));
    asked = [...new Set(next)].filter(ref => !known.has(ref));
  }
  return {
    has: ref => known.get(ref) !== undefined,
    groupsOf(person) {
      const found = new Set<string>();
      const add = (ref: string) => {
        for (const group of groupsIn(known.get(ref))) {
          if (found.has(group)) continue;
          found.add(group);
          add(group);
        }
      };
      add(person);
      return found;
    },
  };
}

function groupsIn(entity: Entity | undefined): string[] {
  return (entity?.relations ?? [])
    .filter(
      ({ type }) => type === RELATION_MEMBER_OF || type === RELATION_CHILD_OF,
    )
    .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US'));
}
