import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Elevation } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { EnvironmentQuery, applyCriteria } from './criteria';
import { EnvironmentRow, fromNull } from './rows';

export type ElevationState = Elevation['state'];

/** More rights in an environment, for one person and for minutes. */
export interface ElevationRow {
  id: string;
  environmentId: string;
  /** Entity reference of whoever asked. */
  person: string;
  minutes: number;
  reason: string;
  state: ElevationState;
  requestedAt: Date;
  /** Until then somebody must have decided. */
  lapsesAt: Date;
  decidedBy?: string;
  decidedAt?: Date;
  decisionReason?: string;
  /** Counted from the decision. */
  endsAt?: Date;
  /** When the person got the first token. */
  usedAt?: Date;
  closedBy?: string;
  closedAt?: Date;
}

/** One that nobody has decided yet, and of which environment it is. */
export interface WaitingElevationRow extends ElevationRow {
  environment: Pick<EnvironmentRow, 'id' | 'name' | 'ownerRef'>;
}

export interface WaitingListing {
  /** Each must hold of the environment; none means all. */
  visible: PermissionCriteria<EnvironmentQuery>[];
  notOf: string;
  /** Id of the last one of the page before. */
  after?: string;
  limit: number;
}

/** What is still to be said to somebody. */
export type ElevationErrand = 'ask' | 'tell' | 'settle';

const CURRENT: ElevationState[] = ['requested', 'open'];
/** How it came out, which whoever asked does not know by themselves. */
const TOLD: ElevationState[] = ['open', 'rejected', 'lapsed'];
const NOTED = { ask: 'asked_at', tell: 'told_at', settle: 'settled_at' };

export class ElevationsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async insert(
    row: Pick<
      ElevationRow,
      'id' | 'environmentId' | 'person' | 'minutes' | 'reason'
    > & { claims: string[]; lapsesAfterSeconds: number },
  ): Promise<ElevationRow> {
    const [inserted] = await this.#knex('elevations')
      .insert({
        id: row.id,
        environment_id: row.environmentId,
        person: row.person,
        claims: row.claims,
        minutes: row.minutes,
        reason: row.reason,
        lapses_at: this.#inSeconds(row.lapsesAfterSeconds),
      })
      .returning('*');
    return toRow(inserted);
  }

  async get(id: string): Promise<ElevationRow | undefined> {
    const [row] = await this.#knex('elevations').where({ id });
    return row && toRow(row);
  }

  async lock(id: string): Promise<ElevationRow | undefined> {
    const [row] = await this.#knex('elevations').where({ id }).forUpdate();
    return row && toRow(row);
  }

  /** The one that is undecided or open, locked; a person has one at a time. */
  async lockCurrent(
    environmentId: string,
    person: string,
  ): Promise<ElevationRow | undefined> {
    const [row] = await this.#knex('elevations')
      .where({ environment_id: environmentId, person })
      .whereIn('state', CURRENT)
      .forUpdate();
    return row && toRow(row);
  }

  /**
   * Locks those that are undecided or open: of everybody, of one person, or of
   * whoever was let in as none of `withoutClaims`.
   */
  async lockAllCurrent(
    environmentId: string,
    of: { person?: string; withoutClaims?: string[] },
  ): Promise<ElevationRow[]> {
    const query = this.#knex('elevations')
      .where({ environment_id: environmentId })
      .whereIn('state', CURRENT)
      .orderBy('id')
      .forUpdate();
    if (of.person) query.where({ person: of.person });
    if (of.withoutClaims) {
      query.whereRaw('not claims && ?::text[]', [of.withoutClaims]);
    }
    return (await query).map(toRow);
  }

  /** Those that are undecided or open, newest first; a person has one at a time. */
  async listCurrent(environmentId: string): Promise<ElevationRow[]> {
    const rows = await this.#knex('elevations')
      .where({ environment_id: environmentId })
      .whereIn('state', CURRENT)
      .orderBy('id', 'desc');
    return rows.map(toRow);
  }

  /**
   * Those that are over, newest first. One more than the limit, if there are more.
   *
   * @param after - id of the last one of the page before
   */
  async listOver(
    environmentId: string,
    { after, limit }: { after?: string; limit: number },
  ): Promise<ElevationRow[]> {
    const query = this.#knex('elevations')
      .where({ environment_id: environmentId })
      .whereNotIn('state', CURRENT)
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (after) query.where('id', '<', after);
    return (await query).map(toRow);
  }

  /** Undecided ones of all environments, those that wait longest first; one more than the limit, if there are more. */
  async listWaiting(listing: WaitingListing): Promise<WaitingElevationRow[]> {
    const { visible, notOf, after, limit } = listing;
    const query = this.#knex('elevations')
      .join('environments', 'environments.id', 'elevations.environment_id')
      .where('elevations.state', 'requested')
      // It may be over before the sweep has said so.
      .whereRaw('elevations.lapses_at > clock_timestamp()')
      .whereNot('elevations.person', notOf)
      .select('elevations.*', 'environments.name', 'environments.owner_ref')
      .orderBy('elevations.id')
      .limit(limit + 1);
    for (const criteria of visible) {
      query.where(builder => applyCriteria(builder, criteria));
    }
    if (after) query.where('elevations.id', '>', after);
    return (await query).map(row => ({
      ...toRow(row),
      environment: {
        id: row.environment_id,
        name: row.name,
        ownerRef: row.owner_ref,
      },
    }));
  }

  /** From now on its minutes count, or it is over. */
  async decide(
    { id, minutes }: Pick<ElevationRow, 'id' | 'minutes'>,
    decision: { by: string; isApproved: boolean; reason?: string },
  ): Promise<ElevationRow> {
    const { by, isApproved, reason } = decision;
    const now = this.#knex.raw('clock_timestamp()');
    const [row] = await this.#knex('elevations')
      .where({ id, state: 'requested' })
      .update({
        decided_by: by,
        decided_at: now,
        decision_reason: reason ?? null,
        ...(isApproved
          ? { state: 'open', ends_at: this.#inSeconds(minutes * 60) }
          : { state: 'rejected', closed_by: by, closed_at: now }),
      })
      .returning('*');
    return toRow(row);
  }

  /** That the person got a token by the open one. */
  async noteUse(environmentId: string, person: string): Promise<void> {
    await this.#knex('elevations')
      .where({ environment_id: environmentId, person, state: 'open' })
      .whereNull('used_at')
      .update({ used_at: this.#knex.raw('clock_timestamp()') });
  }

  async close(
    id: string,
    state: 'lapsed' | 'closed' | 'revoked',
    by: string,
  ): Promise<ElevationRow> {
    const [row] = await this.#knex('elevations')
      .where({ id })
      .whereIn('state', CURRENT)
      .update({
        state,
        closed_by: by,
        closed_at: this.#knex.raw('clock_timestamp()'),
      })
      .returning('*');
    return toRow(row);
  }

  /** One whose time has come: nobody decided, or its minutes are over. */
  async findDue(except: string[]): Promise<ElevationRow | undefined> {
    const [row] = await this.#knex('elevations')
      .whereIn('state', CURRENT)
      .whereRaw('coalesce(ends_at, lapses_at) <= clock_timestamp()')
      .whereNotIn('id', except)
      .orderByRaw('coalesce(ends_at, lapses_at)')
      .limit(1);
    return row && toRow(row);
  }

  /** One that an errand is due for. */
  async findErrand(
    errand: ElevationErrand,
    except: string[],
  ): Promise<ElevationRow | undefined> {
    const query = this.#knex('elevations')
      .whereNull(NOTED[errand])
      .whereNotIn('id', except)
      .orderBy('id')
      .limit(1);
    if (errand === 'ask') query.where({ state: 'requested' });
    if (errand === 'tell') query.whereIn('state', TOLD);
    if (errand === 'settle') {
      query.whereNot({ state: 'requested' }).whereNotNull('asked_at');
    }
    const [row] = await query;
    return row && toRow(row);
  }

  /** That an errand is done. */
  async note(id: string, errand: ElevationErrand): Promise<void> {
    await this.#knex('elevations')
      .where({ id })
      .update({ [NOTED[errand]]: this.#knex.raw('clock_timestamp()') });
  }

  #inSeconds(seconds: number) {
    return this.#knex.raw('clock_timestamp() + make_interval(secs => ?)', [
      seconds,
    ]);
  }
}

/** Whether somebody is still to be told of it. */
export function isErrandDue(
  errand: ElevationErrand,
  { state }: Pick<ElevationRow, 'state'>,
): boolean {
  if (errand === 'tell') return TOLD.includes(state);
  return (state === 'requested') === (errand === 'ask');
}

/** It is undecided or open. */
export function isCurrent({ state }: Pick<ElevationRow, 'state'>): boolean {
  return CURRENT.includes(state);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toRow(row: any): ElevationRow {
  return {
    id: row.id,
    environmentId: row.environment_id,
    person: row.person,
    minutes: row.minutes,
    reason: row.reason,
    state: row.state,
    requestedAt: row.requested_at,
    lapsesAt: row.lapses_at,
    decidedBy: fromNull(row.decided_by),
    decidedAt: fromNull(row.decided_at),
    decisionReason: fromNull(row.decision_reason),
    endsAt: fromNull(row.ends_at),
    usedAt: fromNull(row.used_at),
    closedBy: fromNull(row.closed_by),
    closedAt: fromNull(row.closed_at),
  };
}
