import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  Halted,
  Template,
  TemplateState,
} from '@sandlot/plugin-environments-common';
import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';
import { Store } from '../database/Store';
import { TemplateOffer } from '../database/TemplatesTable';
import { Viewer, whyNotAdmitted } from '../templates/admission';
import { TemplateRegistrar } from '../templates/TemplateRegistrar';
import { Caller } from './Caller';

/** A template at the revision that is on offer. */
export interface CurrentTemplate {
  ref: string;
  title: string;
  /** Digest. */
  revision: string;
  template: EnvironmentTemplate;
  state: TemplateState;
  halted?: Halted;
  sourceLocation?: string;
}

type TemplateCaller = Viewer & Pick<Caller, 'credentials'>;

/** All that tells whether the catalog has something else than was registered. */
const FIELDS = ['kind', 'metadata.name', 'metadata.namespace', 'metadata.etag'];
const MOST_KNOWN = 500;

/** A template that a request names. @throws InputError when there is none */
export async function requireTemplate(
  templates: TemplateSource,
  caller: TemplateCaller,
  ref: string,
): Promise<CurrentTemplate> {
  const current = await templates.find(caller, ref);
  if (!current) {
    throw new InputError(
      `request/body/template: there is no template ${ref} that you may use`,
    );
  }
  return current;
}

/**
 * Templates as they are on offer. What the caller may see, the catalog says;
 * what it is, the revisions that the registrar took from the catalog.
 */
export class TemplateSource {
  readonly #catalog: CatalogService;
  readonly #store: Store;
  readonly #registrar: TemplateRegistrar;
  /** By digest. The same object each time: schemas are compiled once for it. */
  readonly #known = new Map<string, EnvironmentTemplate>();
  /** Etags that the registrar has looked at and did not take over. */
  readonly #settled = new Map<string, string>();

  constructor(options: {
    catalog: CatalogService;
    store: Store;
    registrar: TemplateRegistrar;
  }) {
    this.#catalog = options.catalog;
    this.#store = options.store;
    this.#registrar = options.registrar;
  }

  /** The gallery, by title: what the caller may make environments of. */
  async list(caller: TemplateCaller): Promise<Template[]> {
    const { items } = await this.#catalog.getEntities(
      { filter: { kind: 'EnvironmentTemplate' }, fields: FIELDS },
      { credentials: caller.credentials },
    );
    const offers = await this.#offersOf(
      items.map(entity => ({
        ref: stringifyEntityRef(entity),
        etag: entity.metadata.etag,
      })),
    );
    const current = await Promise.all(
      offers.map(offer => this.#toCurrent(offer)),
    );
    const admitted = await Promise.all(
      current.map(async one =>
        one && one.state !== 'withdrawn' && !(await whyNotAdmitted(one, caller))
          ? [toSummary(one)]
          : [],
      ),
    );
    return admitted.flat().sort((a, b) => a.title.localeCompare(b.title));
  }

  /**
   * Also one that the caller is not admitted to, and one that is withdrawn but
   * that the catalog still shows.
   *
   * @returns undefined when there is none that the caller may read
   */
  async find(
    caller: Pick<TemplateCaller, 'credentials'>,
    ref: string,
  ): Promise<CurrentTemplate | undefined> {
    const entity = await this.#read(ref, caller.credentials);
    if (!entity) return undefined;
    const [offer] = await this.#offersOf([entity]);
    return offer && this.#toCurrent(offer);
  }

  /** One that is in the catalog, for whoever manages templates or tries them. */
  async findStored(ref: string): Promise<CurrentTemplate | undefined> {
    const [offer] = await this.#store.templates.findOffers([ref]);
    return offer && this.#toCurrent(offer);
  }

  async contentOf(digest: string): Promise<EnvironmentTemplate | undefined> {
    const known = this.#known.get(digest);
    if (known) return known;
    const stored = await this.#store.templateRevisions.get(digest);
    if (stored?.kind !== 'template') return undefined;
    const content = stored.content as unknown as EnvironmentTemplate;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(digest, content);
    return content;
  }

  async #read(ref: string, credentials: BackstageCredentials) {
    if (!/^environmenttemplate:/i.test(ref)) return undefined;
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs: [ref], fields: FIELDS },
      { credentials },
    );
    const [entity] = items;
    return (
      entity && {
        ref: stringifyEntityRef(entity),
        etag: entity.metadata.etag,
      }
    );
  }

  /** What the catalog shows and the registrar has not seen is registered first. */
  async #offersOf(
    shown: { ref: string; etag: string | undefined }[],
  ): Promise<TemplateOffer[]> {
    const refs = shown.map(({ ref }) => ref);
    const offers = await this.#store.templates.findOffers(refs);
    const etags = new Map(
      offers.map(({ ref, deliveredEtag }) => [ref, deliveredEtag]),
    );
    const news = shown.filter(
      ({ ref, etag }) =>
        !etag || (etags.get(ref) !== etag && this.#settled.get(ref) !== etag),
    );
    if (news.length === 0) return offers;
    try {
      await this.#registrar.run(news.map(({ ref }) => ref));
    } catch (error) {
      // What was registered before is still on offer.
      if (offers.length === 0) throw error;
      return offers;
    }
    for (const { ref, etag } of news) if (etag) this.#settled.set(ref, etag);
    return this.#store.templates.findOffers(refs);
  }

  async #toCurrent(offer: TemplateOffer): Promise<CurrentTemplate | undefined> {
    const { ref, title, revision, state, halted, sourceLocation } = offer;
    const template = revision && (await this.contentOf(revision));
    return template
      ? { ref, title, revision, template, state, halted, sourceLocation }
      : undefined;
  }
}

/** As the gallery shows it. */
export function toSummary(current: CurrentTemplate): Template {
  const { metadata, spec } = current.template;
  return {
    ref: current.ref,
    namespace: metadata.namespace,
    name: metadata.name,
    title: current.title,
    description: metadata.description ?? '',
    owner: spec.owner,
    tags: metadata.tags ?? [],
    revision: current.revision,
    state: current.state,
    halted: current.halted,
  };
}
