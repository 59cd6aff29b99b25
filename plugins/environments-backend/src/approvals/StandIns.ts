import { AuthService } from '@backstage/backend-plugin-api';
import { RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Store } from '../database/Store';

/** In whose place a person decides, and as what that one owns things. */
export interface Principal {
  ref: string;
  /** The person and their groups. */
  claims: string[];
}

/** Who decides in whose place. Groups of those who are not there are read in the catalog. */
export class StandIns {
  readonly #store: Store;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;

  constructor(options: {
    store: Store;
    catalog: CatalogService;
    auth: AuthService;
  }) {
    this.#store = options.store;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  /** Those in whose place the person decides. */
  async principalsOf(person: string): Promise<Principal[]> {
    const delegations = await this.#store.approvals.delegationsOf(person);
    const refs = delegations
      .filter(({ to }) => to === person)
      .map(({ from }) => from);
    return Promise.all(
      [...new Set(refs)].map(async ref => ({
        ref,
        claims: [ref, ...(await this.groupsOf(ref))],
      })),
    );
  }

  /** Those who decide in the place of a user, or of members of a group. */
  async for(by: string): Promise<string[]> {
    const delegations = await this.#store.approvals.delegations();
    const people = await Promise.all(
      delegations.map(async ({ from, to }) =>
        from === by || (await this.groupsOf(from)).includes(by) ? [to] : [],
      ),
    );
    return [...new Set(people.flat())];
  }

  /** Groups of which the catalog says that the person is a member; none for whom it doesn't know. */
  async groupsOf(person: string): Promise<string[]> {
    const entity = await this.#find(person);
    return (entity?.relations ?? [])
      .filter(({ type }) => type === RELATION_MEMBER_OF)
      .map(({ targetRef }) => targetRef);
  }

  async isKnown(person: string): Promise<boolean> {
    return (await this.#find(person)) !== undefined;
  }

  async #find(ref: string) {
    return this.#catalog.getEntityByRef(ref, {
      credentials: await this.#auth.getOwnServiceCredentials(),
    });
  }
}
