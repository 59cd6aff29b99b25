import { Operation, Phase } from '@sandlot/plugin-environments-common';
import { LABEL_ENVIRONMENT } from '@sandlot/plugin-environments-node';
import { AuditLeaf } from '../audit/AuditEvent';
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
  /** The revision to which it can go back. */
  earlier: string | null;
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
  /** New since the last look. */
  records: RecordView[];
  /** How many there are, whenever they were written. */
  recordCount: number;
  namespaces: NamespaceView[];
}

const QUERY = `
  select
    (select coalesce(json_agg(json_build_object(
        'id', id, 'name', name, 'owner', owner_ref, 'phase', phase, 'uid', namespace_uid, 'namespace', namespace,
        'revision', revision, 'earlier', (select revision from environment_renders
          where environment_id = environments.id order by environment_renders.id desc limit 1), 'expiresAt', coalesce(extract(epoch from expires_at) * 1000, 0),
        'latestEnd', coalesce(extract(epoch from latest_end) * 1000, 0), 'deleteAt', extract(epoch from delete_at) * 1000,
        'isPooled', pool is not null, 'drifted', (select coalesce(json_agg(kind || ' ' || name order by kind, name), '[]')
          from drifts where environment_id = environments.id),
        'isHeld', legal_hold is not null, 'isAsleep', hibernation is not null,
        'hasSizes', coalesce(hibernation \\? 'sizes', false), 'operationId', operation_id,
        'members', (select coalesce(json_agg(member ->> 'ref'), '[]') from jsonb_array_elements(members) member)
      ) order by id), '[]') from environments where id = any(:ids)) as environments,
    (select coalesce(json_agg(json_build_object(
        'id', id, 'environmentId', environment_id, 'kind', kind, 'state', state, 'attempt', attempt,
        'before', details ->> 'before') order by id), '[]')
      from operations where environment_id = any(:ids)) as operations,
    (select coalesce(json_agg(json_build_object('sequence', seq, 'leaf', record)
        order by seq), '[]')
      from audit_log where environment_id = any(:ids) and seq > :after) as records,
    (select count(*)::int from audit_records where environment_id = any(:ids)) as record_count`;

/** @param after - the sequence number of the last record that was seen */
export async function lookAt(
  { knex, clock, twin }: ModelEngine,
  ids: string[],
  after: number,
): Promise<World> {
  const [found] = (await knex.raw(QUERY, { ids, after })).rows;
  const namespaces = await twin.listNamespaces();
  return {
    now: clock.now,
    environments: found.environments,
    operations: found.operations,
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
