import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  EnvironmentTemplate,
  PolicyEntity,
  ValidatedParameters,
} from '@sandlot/plugin-environments-node';
import { Clusters } from '../clusters/Clusters';
import { PlacesTable } from '../database/PlacesTable';
import { EnvironmentRow } from '../database/rows';
import { Judgement, RequestFacts, judgeRequest } from './judgeRequest';
import { PolicyRules } from './policiesConfig';

/** A request, as far as policies go. */
export interface PolicyRequest {
  current: { ref: string; revision: string; template: EnvironmentTemplate };
  requester: { ref: string; groups: string[] };
  owner: string;
  name: string;
  /** Defaults filled in. */
  checked: Pick<ValidatedParameters, 'parameters' | 'problems'>;
  /** Absent: those that are on in a fresh form. */
  addOns?: string[];
  /** Now unless told. */
  at?: Date;
  /** Is there already, and does not count itself. */
  except?: Pick<EnvironmentRow, 'ownerRef' | 'cluster'>;
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
   * Gathers all that there is to know. Counts are those of this moment: what must never
   * be overstepped is a limit, not a policy.
   *
   * @returns what the policies say where it would be made on a cluster, by its name;
   * undefined while the parameters have faults, of which no policy could say anything
   */
  async consult(
    places: PlacesTable,
    request: PolicyRequest,
  ): Promise<((cluster: string) => Judgement) | undefined> {
    const { current, checked, addOns } = request;
    if (checked.problems.length > 0) return undefined;
    const facts = await this.#gather(places, request);
    return cluster =>
      judgeRequest(
        current,
        { parameters: checked.parameters, addOns },
        this.#clusters.get(cluster).info,
        facts,
        this.#rules,
      );
  }

  async #gather(
    places: PlacesTable,
    request: PolicyRequest,
  ): Promise<RequestFacts> {
    const { current, owner, except } = request;
    const { ref, groups } = request.requester;
    const names = this.#clusters.list().map(({ info }) => info.name);
    const [entity, usage] = await Promise.all([
      this.#findSubject(request),
      places.usage({ ownerRef: owner, templateRef: current.ref }, names),
    ]);
    const clusters = new Map(
      [...usage.onClusters].map(([name, { used }]) => [name, used]),
    );
    if (except) {
      clusters.set(except.cluster, (clusters.get(except.cluster) ?? 1) - 1);
    }
    const itself = except ? 1 : 0;
    return {
      requester: { ref, groups },
      owner,
      name: request.name,
      entity,
      at: request.at ?? new Date(),
      usage: {
        owner: usage.owner - (except?.ownerRef === owner ? 1 : 0),
        template: usage.template - itself,
        all: usage.all - itself,
        clusters,
      },
    };
  }

  /**
   * The entity that the template says environments are for. With the portal's own rights: a
   * rule does not end where the requester's view does. That they may see what they picked is
   * checked elsewhere.
   */
  async #findSubject({
    current,
    checked,
  }: PolicyRequest): Promise<PolicyEntity> {
    const { subject } = current.template.spec;
    const ref = subject === undefined ? undefined : checked.parameters[subject];
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
