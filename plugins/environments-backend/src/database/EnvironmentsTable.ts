import {
  EnvironmentsFilter,
  LastUse,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { validate as isUuid } from 'uuid';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { EnvironmentQuery, applyCriteria } from './criteria';
import { EnvironmentRender } from './EnvironmentRendersTable';
import { toLeaseNotice } from './LeaseNoticesTable';
import { EnvironmentFacts, EnvironmentRow, fromNull } from './rows';

export interface EnvironmentListing
  extends Omit<EnvironmentsFilter, 'scope' | 'cursor' | 'limit'> {
  /** Only those of these owners. */
  owners?: string[];
  /** What the caller may see; absent means all. */
  visible?: PermissionCriteria<EnvironmentQuery>;
  /** Id of the last environment of the page before. */
  after?: string;
  limit: number;
}

/** Null ends it, absent leaves it as it is. */
export type Decision = Partial<
  Pick<EnvironmentRow, 'ownerRef' | 'expiresAt' | 'members' | 'lastUse'>
> & {
  [K in
    | 'latestEnd'
    | 'deleteAt'
    | 'legalHold'
    | 'hibernation'
    | 'hibernationPlan'
    | 'ownerMissing']?: EnvironmentRow[K] | null;
};

/** Whose an environment is, and who else may use it. */
export interface OwnedEnvironment
  extends Pick<EnvironmentRow, 'id' | 'ownerRef' | 'members'> {
  /** It is known already that its owner is gone. */
  isMarked: boolean;
}

export class EnvironmentsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async insert(
    row: Omit<
      EnvironmentRow,
      'epoch' | 'createdAt' | 'updatedAt' | 'askedAt' | 'guests'
    >,
  ) {
    const [inserted] = await this.#knex('environments')
      .insert({
        id: row.id,
        name: row.name,
        owner_ref: row.ownerRef,
        created_by: row.createdBy,
        template_ref: row.templateRef,
        template_title: row.templateTitle,
        revision: row.revision,
        cluster: row.cluster,
        namespace: row.namespace,
        phase: row.phase,
        conditions: JSON.stringify(row.conditions),
        parameters: JSON.stringify(row.parameters),
        manifests: JSON.stringify(row.manifests),
        add_ons: JSON.stringify(row.addOns),
        own_manifests: JSON.stringify(row.ownManifests),
        checks: JSON.stringify(row.checks),
        draft: row.draft,
        expires_at: row.expiresAt,
        latest_end: row.latestEnd,
        members: JSON.stringify(row.members),
        pool: row.pool,
        operation_id: row.operationId,
        last_use_at: this.#knex.raw('clock_timestamp()'),
        last_use_signal: 'operation',
      })
      .returning('*');
    return toEnvironmentRow(inserted);
  }

  async get(id: string): Promise<EnvironmentRow | undefined> {
    const [row] = await this.#withGuests().where({ id });
    return row && toEnvironmentRow(row);
  }

  /** In the order of the ids, undefined where there is none. */
  async findByIds(ids: string[]): Promise<(EnvironmentRow | undefined)[]> {
    const rows = await this.#withGuests().whereIn('id', ids);
    const byId = new Map(rows.map(row => [row.id, toEnvironmentRow(row)]));
    return ids.map(id => byId.get(id));
  }

  /** For whoever decides who may see them. */
  #withGuests() {
    return this.#knex('environments').select(
      'environments.*',
      this.#knex.raw(
        `array(select distinct person from environment_guests
          where environment_guests.environment_id = environments.id) as guests`,
      ),
    );
  }

  /** Of these, the ones on the cluster that are deleted. */
  async findDeleted(cluster: string, ids: string[]): Promise<EnvironmentRow[]> {
    const rows = await this.#knex('environments')
      .where({ cluster, phase: 'Deleted' })
      // Anybody who may label a namespace may write anything there.
      .whereIn('id', ids.filter(isUuid));
    return rows.map(toEnvironmentRow);
  }

  /** Namespace of the newest on the cluster that is ready and is not this one. */
  async findNeighbour(
    cluster: string,
    id: string,
  ): Promise<string | undefined> {
    const row = await this.#knex('environments')
      .where({ cluster, phase: 'Ready' })
      .whereNull('pool')
      .whereNot({ id })
      .orderBy('id', 'desc')
      .first('namespace');
    return row?.namespace;
  }

  /** The row, locked until the transaction ends. */
  async lock(id: string): Promise<EnvironmentRow | undefined> {
    const row = await this.#knex('environments')
      .where({ id })
      .forUpdate()
      .first();
    return row && toEnvironmentRow(row);
  }

  /** The same, unless another transaction has it: undefined then. */
  async lockIfFree(id: string): Promise<EnvironmentRow | undefined> {
    const row = await this.#knex('environments')
      .where({ id })
      .forUpdate()
      .skipLocked()
      .first();
    return row && toEnvironmentRow(row);
  }

  async findLiveByName(
    ownerRef: string,
    name: string,
  ): Promise<EnvironmentRow | undefined> {
    const row = await this.#knex('environments')
      .where({ owner_ref: ownerRef, name })
      .whereNot('phase', 'Deleted')
      .first();
    return row && toEnvironmentRow(row);
  }

  /** In the order of the ids, all of which there are. */
  async factsOf(ids: string[]): Promise<EnvironmentFacts[]> {
    const { rows } = await this.#knex.raw(
      `select environments.id,
          coalesce(templates.state, 'withdrawn') as state,
          templates.revision as latest,
          made_of.halted_at is not null as halted,
          case when environments.draft or templates.revision is null or templates.revision = made_of.digest then 0
            else greatest(1, (select count(*) from template_revisions later
              where later.template_ref = environments.template_ref and later.kind = 'template'
                and later.origin = 'catalog' and later.seq > made_of.seq)) end::int as behind,
          (select count(*) from drifts where drifts.environment_id = environments.id
            and (exception is null or (exception ->> 'until')::timestamptz <= clock_timestamp()))::int as drifted,
          exists (select from drifts where drifts.environment_id = environments.id) as differs,
          exists (select from environment_renders where environment_renders.environment_id = environments.id) as was_other,
          (select coalesce(json_agg(lease_notices), '[]') from lease_notices
            where lease_notices.environment_id = environments.id
              and ends_at in (environments.expires_at, environments.delete_at)) as notices,
          clock_timestamp() as now,
          case when environments.phase = 'Waiting' then (select count(*) from environments earlier
            where earlier.phase = 'Waiting' and earlier.cluster = environments.cluster
              and earlier.id < environments.id) else 0 end::int as ahead
        from environments
          join template_revisions made_of on made_of.digest = environments.revision
          left join templates on templates.ref = environments.template_ref
        where environments.id = any(?)`,
      [ids],
    );
    const byId = new Map(
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      rows.map((row: any) => [
        row.id,
        {
          templateState: row.state,
          latest: fromNull(row.latest),
          halted: row.halted,
          behind: row.behind,
          drifted: row.drifted,
          differs: row.differs,
          wasOther: row.was_other,
          notices: row.notices.map(toLeaseNotice),
          now: row.now,
          ahead: row.ahead,
        },
      ]),
    );
    return ids.map(id => byId.get(id) as EnvironmentFacts);
  }

  /** Newest first, one more than `limit` if there is a next page. */
  async list(listing: EnvironmentListing): Promise<EnvironmentRow[]> {
    const query = this.#knex('environments')
      // What is made ahead is nobody's yet.
      .whereNull('pool')
      .orderBy('id', 'desc')
      .limit(listing.limit + 1);
    if (listing.owners) query.whereIn('owner_ref', listing.owners);
    if (listing.owner) query.where('owner_ref', listing.owner);
    if (listing.template) query.where('template_ref', listing.template);
    if (listing.cluster) query.where('cluster', listing.cluster);
    if (listing.concern === 'ownerMissing') {
      query.whereNotNull('owner_missing_since');
    }
    if (listing.id?.length) query.whereIn('id', listing.id);
    if (listing.phase?.length) query.whereIn('phase', listing.phase);
    else if (!listing.id?.length) query.whereNot('phase', 'Deleted');
    if (listing.visible) {
      const { visible } = listing;
      query.where(builder => applyCriteria(builder, visible));
    }
    if (listing.after) query.where('id', '<', listing.after);
    return (await query).map(toEnvironmentRow);
  }

  /** Whose those are that somebody owns and that are not deleted, or about to be. */
  async listOwned(): Promise<OwnedEnvironment[]> {
    const rows = await this.#knex('environments')
      .whereNull('pool')
      .whereNotIn('phase', ['Deleting', 'Deleted'])
      .select('id', 'owner_ref', 'members', 'owner_missing_since')
      .orderBy('id');
    return rows.map(row => ({
      id: row.id,
      ownerRef: row.owner_ref,
      members: row.members,
      isMarked: row.owner_missing_since !== null,
    }));
  }

  /** What it is made of from now on; whoever asks holds the lock on the row. */
  async remake(
    id: string,
    make: Partial<EnvironmentRender> &
      Partial<Pick<EnvironmentRow, 'templateTitle' | 'draft'>>,
  ): Promise<void> {
    const columns = {
      revision: make.revision,
      template_title: make.templateTitle,
      draft: make.draft,
      parameters: json(make.parameters),
      add_ons: json(make.addOns),
      own_manifests: json(make.ownManifests),
      manifests: json(make.manifests),
      checks: json(make.checks),
    };
    await this.#knex('environments')
      .where({ id })
      .update({ ...columns, updated_at: this.#knex.raw('clock_timestamp()') });
  }

  /** Of the row on which the caller has the lock. */
  async setConditions(
    id: string,
    conditions: EnvironmentRow['conditions'],
  ): Promise<void> {
    await this.#knex('environments')
      .where({ id })
      .update({
        conditions: JSON.stringify(conditions),
        updated_at: this.#knex.raw('clock_timestamp()'),
      });
  }

  /** @param hold - undefined ends it */
  async setHold(
    id: string,
    hold: EnvironmentRow['hold'],
  ): Promise<EnvironmentRow> {
    const [row] = await this.#knex('environments')
      .where({ id })
      .update({
        hold: json(hold) ?? null,
        updated_at: this.#knex.raw('clock_timestamp()'),
      })
      .returning('*');
    return toEnvironmentRow(row);
  }

  /** What its owner, ops, auditors or time decide about it; whoever asks holds the lock on the row. */
  async decide(id: string, change: Decision): Promise<EnvironmentRow> {
    const columns = {
      owner_ref: change.ownerRef,
      expires_at: change.expiresAt,
      latest_end: change.latestEnd,
      delete_at: change.deleteAt,
      legal_hold: json(change.legalHold),
      hibernation: json(change.hibernation),
      hibernation_plan: json(change.hibernationPlan),
      members: json(change.members),
      last_use_at: change.lastUse?.at,
      last_use_signal: change.lastUse?.signal,
      ...(change.ownerMissing !== undefined && {
        owner_missing_since: change.ownerMissing?.since ?? null,
        owner_missing_told_at: change.ownerMissing?.toldAt ?? null,
      }),
    };
    const [row] = await this.#knex('environments')
      .where({ id })
      .update({ ...columns, updated_at: this.#knex.raw('clock_timestamp()') })
      .returning('*');
    return toEnvironmentRow(row);
  }

  /** Somebody asks for something now; whoever notes it holds the lock on the row. */
  async noteAsked(id: string): Promise<void> {
    const [{ asked_at: at }] = await this.#knex('environments')
      .where({ id })
      .update({ asked_at: this.#knex.raw('clock_timestamp()') })
      .returning('asked_at');
    await this.noteUse(id, { at: at.toISOString(), signal: 'operation' });
  }

  /** A sign that somebody uses it, if it is the newest. */
  async noteUse(id: string, { at, signal }: LastUse): Promise<void> {
    await this.#knex('environments')
      .where({ id })
      .whereRaw('(last_use_at is null or last_use_at < ?)', [at])
      .update({ last_use_at: at, last_use_signal: signal });
  }

  /** Hands the environment to an operation, whatever a worker was doing with it. */
  async handOver(
    id: string,
    operationId: string,
    phase: EnvironmentRow['phase'],
    conditions: EnvironmentRow['conditions'],
  ): Promise<EnvironmentRow> {
    const [row] = await this.#knex('environments')
      .where({ id })
      .update({
        operation_id: operationId,
        phase,
        conditions: JSON.stringify(conditions),
        epoch: this.#knex.raw('epoch + 1'),
        updated_at: this.#knex.raw('clock_timestamp()'),
      })
      .returning('*');
    return toEnvironmentRow(row);
  }

  /**
   * Raises the epoch for a worker that takes the operation up.
   *
   * @returns undefined if the environment is no longer this operation's, or
   * the worker no longer holds it
   */
  async claim(
    id: string,
    operation: { id: string; attempt: number },
  ): Promise<EnvironmentRow | undefined> {
    const [row] = await this.#knex('environments')
      .where({ id, operation_id: operation.id })
      .whereExists(
        this.#knex('operations')
          .where({
            id: operation.id,
            attempt: operation.attempt,
            state: 'Running',
          })
          .whereRaw('lease_expires_at > clock_timestamp()'),
      )
      .update({ epoch: this.#knex.raw('epoch + 1') })
      .returning('*');
    return row && toEnvironmentRow(row);
  }

  /**
   * Writes as the worker that holds this epoch.
   *
   * @returns false if somebody else has taken over; nothing is written then
   */
  async updateFenced(
    id: string,
    epoch: number,
    change: Partial<
      Pick<
        EnvironmentRow,
        | 'phase'
        | 'conditions'
        | 'namespaceUid'
        | 'readyAt'
        | 'deletedAt'
        | 'hibernation'
      >
    >,
  ): Promise<boolean> {
    const count = await this.#knex('environments')
      .where({ id, epoch })
      .update({
        updated_at: this.#knex.raw('clock_timestamp()'),
        ...(change.phase && { phase: change.phase }),
        ...(change.conditions && {
          conditions: JSON.stringify(change.conditions),
        }),
        ...(change.namespaceUid && { namespace_uid: change.namespaceUid }),
        ...(change.readyAt && { ready_at: change.readyAt }),
        ...(change.deletedAt && { deleted_at: change.deletedAt }),
        ...('hibernation' in change && {
          hibernation: json(change.hibernation) ?? null,
        }),
      });
    return count === 1;
  }
}

/** Null ends what was decided, absent leaves it. */
function json(value: unknown): string | undefined | null {
  return value === undefined || value === null ? value : JSON.stringify(value);
}

/** As the driver gives it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function toEnvironmentRow(row: any): EnvironmentRow {
  return {
    id: row.id,
    name: row.name,
    ownerRef: row.owner_ref,
    createdBy: row.created_by,
    templateRef: row.template_ref,
    templateTitle: row.template_title,
    revision: row.revision,
    cluster: row.cluster,
    namespace: row.namespace,
    namespaceUid: fromNull(row.namespace_uid),
    phase: row.phase,
    conditions: row.conditions,
    parameters: row.parameters,
    manifests: row.manifests,
    addOns: row.add_ons,
    ownManifests: row.own_manifests,
    checks: row.checks,
    draft: row.draft,
    hold: fromNull(row.hold),
    expiresAt: fromNull(row.expires_at),
    latestEnd: fromNull(row.latest_end),
    deleteAt: fromNull(row.delete_at),
    legalHold: fromNull(row.legal_hold),
    hibernation: fromNull(row.hibernation),
    hibernationPlan: fromNull(row.hibernation_plan),
    members: row.members,
    guests: row.guests ?? [],
    pool: fromNull(row.pool),
    askedAt: row.asked_at,
    lastUse: row.last_use_at
      ? { at: row.last_use_at.toISOString(), signal: row.last_use_signal }
      : undefined,
    ownerMissing: row.owner_missing_since
      ? {
          since: row.owner_missing_since,
          toldAt: fromNull(row.owner_missing_told_at),
        }
      : undefined,
    operationId: row.operation_id,
    epoch: Number(row.epoch),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    readyAt: fromNull(row.ready_at),
    deletedAt: fromNull(row.deleted_at),
  };
}
