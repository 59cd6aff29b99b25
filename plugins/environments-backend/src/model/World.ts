import { Operation, Phase } from '@sandlot/plugin-environments-common';
import { LABEL_ENVIRONMENT } from '@sandlot/plugin-environments-node';
import { AuditLeaf } from '../audit/AuditEvent';
import { ApprovalState } from '../database/ApprovalsTable';
import { ElevationState } from '../database/ElevationsTable';
import { findRights } from './access';
import { ModelEngine } from './createModelEngine';

/** An environment as it is in the database. Times in milliseconds. */
export interface EnvironmentView {
  id: string;
  name: string;
  owner: string;
  members: string[];
  phase: Phase;
  /** Null while it has none. */
  uid: string | null;
  namespace: string;
  revision: string;
  /** What was chosen for it. */
  tier: string;
  /** The revision to which it can go back. */
  earlier: string | null;
  /** The choice that it goes back to with it. */
  earlierTier: string | null;
  /** Its owner is gone from the catalog, for good as it seems. */
  isOwnerMissing: boolean;
  /** Ops know of that. */
  isOpsTold: boolean;
  /** Made ahead, and nobody’s yet. */
  isPooled: boolean;
  /** Kind and name of what differs on the cluster, as far as it was compared. */
  drifted: string[];
  /** 0 while it is nobody’s; so is the next. */
  expiresAt: number;
  latestEnd: number;
  /** Null unless it has expired. */
  deleteAt: number | null;
  isHeld: boolean;
  /** Its workloads are scaled to zero, or about to be. */
  isAsleep: boolean;
  /** The sizes to go back to are noted. */
  hasSizes: boolean;
  /** The one that has it, or had it last. */
  operationId: string;
}

export interface OperationView {
  id: string;
  environmentId: string;
  kind: Operation['kind'];
  state: Operation['state'];
  attempt: number;
  before: Phase | null;
  /** What somebody asked for and others must agree to; null unless it waits for them. */
  asked: AskedView | null;
}

/** Of a change that waits for agreement; null is what stays as it is. */
export interface AskedView {
  until: number | null;
  owner: string | null;
  tier: string;
}

/** What somebody must agree to. */
export interface ApprovalView {
  id: string;
  environmentId: string;
  operationId: string;
  state: ApprovalState;
  count: number;
  digest: string;
  requestedBy: string;
  expiresAt: number;
  decisions: { by: string; decision: 'approve' | 'reject' }[];
}

/** More rights that somebody asked for. */
export interface ElevationView {
  id: string;
  environmentId: string;
  person: string;
  state: ElevationState;
  /** Until when somebody must decide, or what was agreed to lasts. */
  until: number;
  isOpened: boolean;
  isUsed: boolean;
}

/** A way into a namespace, as the portal knows it. */
export interface AccountView {
  environmentId: string;
  person: string;
  role: 'owner' | 'viewer' | 'elevated';
  account: string;
  isRevoked: boolean;
}

export interface RecordView
  extends Pick<
    AuditLeaf,
    | 'action'
    | 'stage'
    | 'target'
    | 'epoch'
    | 'attempt'
    | 'operationId'
    | 'correlationId'
    | 'parameters'
  > {
  sequence: number;
}

export interface NamespaceView {
  name: string;
  uid: string;
  environmentId: string | undefined;
  isTerminating: boolean;
}

/** All that there is of a run at one moment. */
export interface World {
  now: number;
  environments: EnvironmentView[];
  operations: OperationView[];
  /** In the order in which they were asked for. */
  approvals: ApprovalView[];
  /** New since the last look. */
  elevations: ElevationView[];
  accounts: AccountView[];
  /** What gives people rights on the cluster, by the environments whose namespaces have it. */
  rights: { environmentId: string; account: string }[];
  /** Who reads which environment by a link. */
  guests: { environmentId: string; person: string }[];
  /** Users and groups whom the catalog does not have now. */
  gone: string[];
  records: RecordView[];
  /** How many there are, whenever they were written. */
  recordCount: number;
  namespaces: NamespaceView[];
}

const QUERY = `
  select
    (select coalesce(json_agg(json_build_object(
        'id', id, 'name', name, 'owner', owner_ref, 'phase', phase, 'uid', namespace_uid, 'namespace', namespace,
        'revision', revision, 'tier', parameters ->> 'tier',
        'earlier', (select revision from environment_renders
          where environment_id = environments.id order by environment_renders.id desc limit 1),
        'earlierTier', (select parameters ->> 'tier' from environment_renders
          where environment_id = environments.id order by environment_renders.id desc limit 1), 'expiresAt', coalesce(extract(epoch from expires_at) * 1000, 0),
        'latestEnd', coalesce(extract(epoch from latest_end) * 1000, 0), 'deleteAt', extract(epoch from delete_at) * 1000,
        'isOwnerMissing', owner_missing_since is not null, 'isOpsTold', owner_missing_told_at is not null,
        'isPooled', pool is not null, 'drifted', (select coalesce(json_agg(kind || ' ' || name order by kind, name), '[]')
          from drifts where environment_id = environments.id),
        'isHeld', legal_hold is not null, 'isAsleep', hibernation is not null,
        'hasSizes', coalesce(hibernation \\? 'sizes', false), 'operationId', operation_id,
        'members', (select coalesce(json_agg(member ->> 'ref'), '[]') from jsonb_array_elements(members) member)
      ) order by id), '[]') from environments where id = any(:ids)) as environments,
    (select coalesce(json_agg(json_build_object(
        'id', id, 'environmentId', environment_id, 'kind', kind, 'state', state, 'attempt', attempt,
        'before', details ->> 'before', 'asked', case when state = 'AwaitingApproval' then json_build_object(
          'until', extract(epoch from (details #>> '{change,end,to}')::timestamptz) * 1000,
          'owner', details #>> '{change,owner,to}', 'tier', details #>> '{change,would,parameters,tier}') end)
        order by id), '[]')
      from operations where environment_id = any(:ids)) as operations,
    (select coalesce(json_agg(json_build_object(
        'id', id, 'environmentId', environment_id, 'operationId', operation_id, 'state', state, 'count', count,
        'digest', digest, 'requestedBy', requested_by, 'expiresAt', extract(epoch from expires_at) * 1000,
        'decisions', (select coalesce(json_agg(json_build_object('by', actor_ref, 'decision', decision)
          order by actor_ref), '[]') from approval_decisions where approval_id = approvals.id)
      ) order by id), '[]') from approvals where environment_id = any(:ids)) as approvals,
    (select coalesce(json_agg(json_build_object(
        'id', id, 'environmentId', environment_id, 'person', person, 'state', state,
        'until', extract(epoch from coalesce(ends_at, lapses_at)) * 1000, 'isOpened', ends_at is not null,
        'isUsed', used_at is not null) order by id), '[]')
      from elevations where environment_id = any(:ids)) as elevations,
    (select coalesce(json_agg(json_build_object(
        'environmentId', environment_id, 'person', person, 'role', role, 'account', account,
        'isRevoked', revocation is not null) order by id), '[]')
      from access_accounts where environment_id = any(:ids)) as accounts,
    (select coalesce(json_agg(distinct jsonb_build_object('environmentId', environment_id, 'person', person)), '[]')
      from environment_guests where environment_id = any(:ids)) as guests,
    (select coalesce(json_agg(json_build_object('sequence', seq, 'leaf', record)
        order by seq), '[]')
      from audit_log where environment_id = any(:ids) and seq > :after) as records,
    (select count(*)::int from audit_records where environment_id = any(:ids)) as record_count`;

/**
 * @param after - the sequence number of the last record that was seen
 * @param hasAccess - whether anybody ever got into a namespace
 */
export async function lookAt(
  { knex, clock, twin, gone }: ModelEngine,
  ids: string[],
  after: number,
  hasAccess: boolean,
): Promise<World> {
  const [found] = (await knex.raw(QUERY, { ids, after })).rows;
  const namespaces = await twin.listNamespaces();
  return {
    now: clock.now,
    environments: found.environments,
    operations: found.operations,
    approvals: found.approvals,
    elevations: found.elevations,
    accounts: found.accounts,
    rights: hasAccess ? await findRights(twin, found.environments) : [],
    guests: found.guests,
    gone: [...gone],
    records: found.records.map(
      ({ sequence, leaf }: { sequence: number; leaf: AuditLeaf }) => ({
        ...leaf,
        sequence,
      }),
    ),
    recordCount: found.record_count,
    namespaces: namespaces.map(({ metadata }) => ({
      name: metadata.name,
      uid: metadata.uid!,
      environmentId: metadata.labels?.[LABEL_ENVIRONMENT],
      isTerminating: Boolean(metadata.deletionTimestamp),
    })),
  };
}
