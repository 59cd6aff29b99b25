import { Config } from '@backstage/config';
import {
  Cluster,
  LimitUse,
  Problem,
} from '@sandlot/plugin-environments-common';
import { Clusters } from '../clusters/Clusters';
import { PlacesTable } from '../database/PlacesTable';
import { Transaction } from '../database/Store';
import { ProblemsError } from '../service/ProblemsError';
import {
  Candidate,
  Place,
  choosePlace,
  eligibleClusters,
  freePlaces,
} from './choosePlace';
import { LimitReached } from './LimitReached';
import { LimitRules, readLimitRules } from './limitsConfig';
import { Counted, Limit, limitsOf, whyReached } from './limitsOf';

/** A request for an environment, as far as limits and placement go. */
export interface PlaceRequest extends Counted {
  /** Name of the cluster that was asked for; absent: the best one. */
  cluster?: string;
}

/** What a request would meet with now. */
export interface Outlook extends Place {
  limits: LimitUse[];
  problems: Problem[];
}

/**
 * How many environments there may be, and on which cluster the next one is made.
 * What is decided in a transaction holds: whoever counts by the same limit waits
 * until it has ended.
 */
export class Limits {
  readonly #clusters: Clusters;
  readonly #rules: LimitRules;

  /** @throws InputError for faults of the configuration */
  static fromConfig(config: Config, clusters: Clusters): Limits {
    return new Limits(clusters, readLimitRules(config));
  }

  /** Without a limit of the portal's own; those of templates hold. */
  static none(clusters: Clusters): Limits {
    return new Limits(clusters, { clusters: {} });
  }

  private constructor(clusters: Clusters, rules: LimitRules) {
    this.#clusters = clusters;
    this.#rules = rules;
  }

  /** The clusters, each that has a limit with what is used of it. */
  async listClusters(places: PlacesTable): Promise<Cluster[]> {
    const infos = this.#clusters.list().map(({ info }) => info);
    const candidates = await this.#candidatesAmong(infos, places);
    return candidates.map(({ cluster, maximum, used }) => ({
      ...cluster,
      ...(maximum !== undefined && { limit: { used, maximum } }),
    }));
  }

  /**
   * What the request would meet with at this moment. A minute later it may be
   * something else.
   *
   * @param isOwner - of others nothing is said
   */
  async foresee(
    places: PlacesTable,
    request: PlaceRequest,
    isOwner: boolean,
  ): Promise<Outlook> {
    const limits = limitsOf(this.#rules, request).filter(
      ({ of }) => isOwner || of.ownerRef === undefined,
    );
    const uses = await Promise.all(limits.map(({ of }) => places.count(of)));
    const problems = limits.flatMap((limit, index) =>
      uses[index] < limit.maximum
        ? []
        : [{ path: pathOf(limit), message: whyReached(limit, uses[index]) }],
    );
    const shown = limits.map(({ scope, title, maximum }, index) => ({
      scope,
      title,
      maximum,
      used: uses[index],
    }));
    const eligible = this.#eligible(request);
    if ('path' in eligible) {
      const cluster = this.#named(request) ?? this.#clusters.default.info;
      return {
        cluster,
        waits: false,
        limits: shown,
        problems: [...problems, eligible],
      };
    }
    const candidates = await this.#candidatesAmong(eligible, places);
    const place = choosePlace(candidates);
    const cluster = place?.cluster ?? eligible[0];
    const { maximum, used } = candidates.find(
      candidate => candidate.cluster === cluster,
    )!;
    return {
      cluster,
      waits: place?.waits ?? false,
      limits:
        maximum === undefined
          ? shown
          : [
              ...shown,
              { scope: 'cluster', title: titleOf(cluster), maximum, used },
            ],
      problems: place
        ? problems
        : [
            ...problems,
            { path: pathOfCluster(request), message: whyFull(candidates) },
          ],
    };
  }

  /**
   * Where the request is best made now, to render it for.
   *
   * @throws ProblemsError when there is no such cluster
   */
  async guess(places: PlacesTable, request: PlaceRequest): Promise<Cluster> {
    const eligible = this.#requireEligible(request);
    if (eligible.length === 1) return eligible[0];
    const candidates = await this.#candidatesAmong(eligible, places);
    return choosePlace(candidates)?.cluster ?? eligible[0];
  }

  /**
   * What counts for the owner, the template and everybody has room until the
   * transaction ends.
   *
   * @throws LimitReached
   */
  requireRoom(tx: Transaction, counted: Counted): Promise<void> {
    return this.#require(tx, limitsOf(this.#rules, counted));
  }

  /**
   * Where it is made, which holds until the transaction ends. To be asked after
   * `requireRoom`: locks are taken in one order.
   *
   * @throws LimitReached, ProblemsError
   */
  async place(tx: Transaction, request: PlaceRequest): Promise<Place> {
    const eligible = this.#requireEligible(request);
    // Always in the same order, whatever the order of this backend's configuration.
    const limited = eligible
      .map(({ name }) => name)
      .filter(name => this.maximumOf(name) !== undefined)
      .sort();
    for (const name of limited) await this.hold(tx, name);
    const candidates = await this.#candidatesAmong(eligible, tx.places);
    const place = choosePlace(candidates);
    if (!place) {
      throw new LimitReached(
        `request/body${pathOfCluster(request)}: ${whyFull(candidates)}`,
      );
    }
    return place;
  }

  /**
   * The same for what there is already, and is given to another owner.
   *
   * @throws LimitReached
   */
  requireRoomOfOwner(tx: Transaction, counted: Counted): Promise<void> {
    return this.#require(
      tx,
      limitsOf(this.#rules, counted).filter(({ of }) => of.ownerRef),
    );
  }

  /** Whether a cluster has a place that nobody waits for, until the transaction ends. */
  async hasPlace(tx: Transaction, cluster: string): Promise<boolean> {
    await this.hold(tx, cluster);
    const { info } = this.#clusters.get(cluster);
    const [candidate] = await this.#candidatesAmong([info], tx.places);
    return freePlaces(candidate) > 0;
  }

  /** Nobody else counts what is on the cluster until the transaction ends. */
  async hold(tx: Transaction, cluster: string): Promise<void> {
    await tx.alone(`environments.limit.cluster.${cluster}`);
  }

  /** How many environments the cluster takes; undefined is any number. */
  maximumOf(cluster: string): number | undefined {
    return this.#rules.clusters[cluster]?.environments;
  }

  async #require(tx: Transaction, limits: Limit[]): Promise<void> {
    for (const limit of limits) {
      const { ownerRef = '', templateRef = '' } = limit.of;
      await tx.alone(
        `environments.limit.${limit.scope}.${ownerRef}.${templateRef}`,
      );
      const used = await tx.places.count(limit.of);
      if (used >= limit.maximum) {
        throw new LimitReached(
          `request/body${pathOf(limit)}: ${whyReached(limit, used)}`,
        );
      }
    }
  }

  #requireEligible(request: PlaceRequest): Cluster[] {
    const eligible = this.#eligible(request);
    if ('path' in eligible) throw new ProblemsError([eligible]);
    return eligible;
  }

  #eligible(request: PlaceRequest): Cluster[] | Problem {
    return eligibleClusters(
      this.#clusters.list().map(({ info }) => info),
      request.template.spec.placement,
      this.#named(request),
    );
  }

  #named({ cluster }: PlaceRequest): Cluster | undefined {
    return cluster === undefined ? undefined : this.#clusters.get(cluster).info;
  }

  async #candidatesAmong(
    clusters: Cluster[],
    places: PlacesTable,
  ): Promise<Candidate[]> {
    const uses = await places.onClusters(clusters.map(({ name }) => name));
    return clusters.map(cluster => ({
      cluster,
      maximum: this.maximumOf(cluster.name),
      whenFull: this.#rules.clusters[cluster.name]?.whenFull ?? 'wait',
      ...uses.get(cluster.name)!,
    }));
  }
}

/** The part of a request that a limit is about. */
function pathOf({ of }: Limit): string {
  return of.ownerRef === undefined ? '/template' : '/owner';
}

/** A form that asks for no cluster has no place for what is said about it. */
function pathOfCluster({ cluster }: PlaceRequest): string {
  return cluster === undefined ? '/template' : '/cluster';
}

function titleOf({ title }: Cluster): string {
  return `Environments on ${title}`;
}

function whyFull(candidates: Candidate[]): string {
  const uses = candidates.map(
    ({ cluster, used, maximum }) =>
      `${titleOf(cluster)}: ${used} of ${maximum} are used`,
  );
  return `${uses.join(
    '; ',
  )}. The limit is this portal's (environments.clusters[].limits): ask ops to raise it, or wait until somebody deletes one`;
}
