import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_SOURCE_LOCATION,
  Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Template, TemplateDetail } from '@sandlot/plugin-environments-common';
import {
  EnvironmentTemplate,
  TemplateError,
  parseTemplate,
  revisionOf,
} from '@sandlot/plugin-environments-node';

/** A template as the catalog has it now, under its digest. */
export interface CurrentTemplate {
  ref: string;
  title: string;
  revision: string;
  template: EnvironmentTemplate;
  sourceLocation?: string;
}

/** A template that a request names. @throws InputError when there is none */
export async function requireTemplate(
  templates: TemplateSource,
  credentials: BackstageCredentials,
  ref: string,
): Promise<CurrentTemplate> {
  const current = await templates.find(credentials, ref);
  if (!current) {
    throw new InputError(
      `request/body/template: there is no template ${ref} that you may use`,
    );
  }
  return current;
}

/** Templates, from the catalog, with the caller's own rights there. */
export class TemplateSource {
  readonly #catalog: CatalogService;
  /** To check a template and to compile its schema takes longer than all else in a request. */
  readonly #known = new Map<
    string,
    { etag: string; current: CurrentTemplate }
  >();

  constructor(catalog: CatalogService) {
    this.#catalog = catalog;
  }

  /** Those without faults, by title. */
  async list(credentials: BackstageCredentials): Promise<Template[]> {
    const { items } = await this.#catalog.getEntities(
      { filter: { kind: 'EnvironmentTemplate' } },
      { credentials },
    );
    return items
      .flatMap(entity => {
        try {
          return [toSummary(this.#toCurrent(entity))];
        } catch (error) {
          // The catalog shows what is wrong with it to those who look after it.
          if (error instanceof TemplateError) return [];
          throw error;
        }
      })
      .sort((a, b) => a.title.localeCompare(b.title));
  }

  /** @returns undefined when there is none that the caller may read */
  async find(
    credentials: BackstageCredentials,
    ref: string,
  ): Promise<CurrentTemplate | undefined> {
    const entity = /^environmenttemplate:/i.test(ref)
      ? await this.#catalog.getEntityByRef(ref, { credentials })
      : undefined;
    if (!entity) return undefined;
    try {
      return this.#toCurrent(entity);
    } catch (error) {
      if (error instanceof TemplateError) {
        throw new InputError(
          `Template ${ref} can't be used until its owner has mended it: ${error.message}`,
        );
      }
      throw error;
    }
  }

  #toCurrent(entity: Entity): CurrentTemplate {
    const ref = stringifyEntityRef(entity);
    const { etag } = entity.metadata;
    const known = this.#known.get(ref);
    if (known && known.etag === etag) return known.current;
    const template = parseTemplate(entity);
    const current = {
      ref,
      title: entity.metadata.title ?? entity.metadata.name,
      revision: revisionOf(template),
      template,
      sourceLocation: entity.metadata.annotations?.[ANNOTATION_SOURCE_LOCATION],
    };
    if (etag) this.#known.set(ref, { etag, current });
    return current;
  }
}

export function toDetail(current: CurrentTemplate): TemplateDetail {
  return {
    ...toSummary(current),
    parameters: current.template.spec.parameters ?? { type: 'object' },
    groups: [],
    hidden: [],
    addOns: [],
    checks: [],
  };
}

function toSummary({
  ref,
  title,
  revision,
  template,
}: CurrentTemplate): Template {
  const { metadata, spec } = template;
  return {
    ref,
    namespace: metadata.namespace ?? 'default',
    name: metadata.name,
    title,
    description: metadata.description ?? '',
    owner: spec.owner,
    tags: metadata.tags ?? [],
    revision,
    state: 'published',
  };
}
