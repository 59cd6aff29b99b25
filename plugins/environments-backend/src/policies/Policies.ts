import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { JsonObject } from '@backstage/types';
import {
  EnvironmentTemplate,
  PolicyEntity,
} from '@sandlot/plugin-environments-node';
import { Clusters } from '../clusters/Clusters';
import { PlacesTable } from '../database/PlacesTable';
import { Judgement, RequestFacts, judgeRequest } from './judgeRequest';
import { PolicyRules } from './policiesConfig';

/** A request, as far as policies go. */
export interface PolicyRequest {
  current: { ref: string; revision: string; template: EnvironmentTemplate };
  requester: { ref: string; groups: string[] };
  owner: string;
  name: string;
  /** Without faults, defaults filled in. */
  parameters: JsonObject;
  addOns?: string[];
  /** Now unless told. */
  at?: Date;
}

const NO_ENTITY: PolicyEntity = {
  ref: '',
  kind: '',
  name: '',
  type: '',
  owner: '',
  system: '',
  domain: '',
  lifecycle: '',
  tags: [],
  labels: {},
};

/** Gathers what policies decide by, and asks them. */
export class Policies {
  readonly #rules: PolicyRules;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #clusters: Clusters;

  constructor(options: {
    rules: PolicyRules;
    catalog: CatalogService;
    auth: AuthService;
    clusters: Clusters;
  }) {
    this.#rules = options.rules;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#clusters = options.clusters;
  }

  /**
   * What there is to know, so that the rest needs nobody. Counts are those of this moment:
   * what must never be overstepped is a limit, not a policy.
   */
  async gather(
    places: PlacesTable,
    request: PolicyRequest,
  ): Promise<RequestFacts> {
    const { current, owner } = request;
    const names = this.#clusters.list().map(({ info }) => info.name);
    const [entity, ofOwner, ofTemplate, all, onClusters] = await Promise.all([
      this.#findSubject(request),
      places.count({ ownerRef: owner }),
      places.count({ templateRef: current.ref }),
      places.count({}),
      places.onClusters(names),
    ]);
    return {
      requester: request.requester,
      owner,
      name: request.name,
      entity,
      at: request.at ?? new Date(),
      usage: {
        owner: ofOwner,
        template: ofTemplate,
        all,
        clusters: new Map(
          [...onClusters].map(([name, { used }]) => [name, used]),
        ),
      },
    };
  }

  /** What the policies say where it would be made on this cluster. */
  judge(
    request: PolicyRequest,
    facts: RequestFacts,
    cluster: string,
  ): Judgement {
    const { current, parameters, addOns } = request;
    return judgeRequest(
      current,
      { parameters, addOns },
      this.#clusters.get(cluster).info,
      facts,
      this.#rules,
    );
  }

  /**
   * The entity that the template says environments are for. With the portal's own rights: a
   * rule does not end where the requester's view does. That they may see what they picked is
   * checked elsewhere.
   */
  async #findSubject({
    current,
    parameters,
  }: PolicyRequest): Promise<PolicyEntity> {
    const { subject } = current.template.spec;
    const ref = subject === undefined ? undefined : parameters[subject];
    if (typeof ref !== 'string' || ref === '') return NO_ENTITY;
    const entity = await this.#find(ref);
    if (!entity) return { ...NO_ENTITY, ref };
    const system = refIn(entity, 'system', 'system');
    const parent = system ? await this.#find(system) : undefined;
    const domainOf = entity.kind === 'System' ? entity : parent;
    return {
      ref: stringifyEntityRef(entity),
      kind: entity.kind,
      name: entity.metadata.name,
      type: textIn(entity, 'type'),
      owner: refIn(entity, 'owner', 'group'),
      system,
      domain: domainOf ? refIn(domainOf, 'domain', 'domain') : '',
      lifecycle: textIn(entity, 'lifecycle'),
      tags: entity.metadata.tags ?? [],
      labels: entity.metadata.labels ?? {},
    };
  }

  async #find(ref: string): Promise<Entity | undefined> {
    return this.#catalog.getEntityByRef(ref, {
      credentials: await this.#auth.getOwnServiceCredentials(),
    });
  }
}

function textIn({ spec }: Entity, field: string): string {
  const value = spec?.[field];
  return typeof value === 'string' ? value : '';
}

/** A reference of the entity's spec in full, so that it can be compared. */
function refIn(entity: Entity, field: string, defaultKind: string): string {
  const text = textIn(entity, field);
  if (text === '') return '';
  try {
    return stringifyEntityRef(
      parseEntityRef(text, {
        defaultKind,
        defaultNamespace: entity.metadata.namespace ?? 'default',
      }),
    );
  } catch {
    return text;
  }
}
