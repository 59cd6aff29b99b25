import {
  ActivityEvent,
  AuditRecord,
} from '@sandlot/plugin-environments-common';
import { AuditAction } from '../audit/AuditEvent';
import { Store } from '../database/Store';
import { driftActions } from '../drift/driftActions';

const MOST_EVENTS = 200;

const kinds = {
  'environment.hold': 'hold',
  'environment.release': 'release',
  [driftActions.accept]: 'acceptDrift',
  [driftActions.except]: 'exceptDrift',
} as Partial<Record<string, ActivityEvent['kind']>>;

/**
 * The latest decisions on an environment that needed no operation, from its
 * records; whoever sees the environment may know of them.
 */
export async function listEvents(
  store: Store,
  environmentId: string,
): Promise<ActivityEvent[]> {
  const records = await store.audit.list({
    environment: environmentId,
    stage: 'succeeded',
    actions: Object.keys(kinds) as AuditAction[],
    limit: MOST_EVENTS,
  });
  return records.slice(0, MOST_EVENTS).map(toEvent);
}

function toEvent(record: AuditRecord): ActivityEvent {
  const { eventId, action, actor, time, reason, parameters = {} } = record;
  const { until, objects = [] } = parameters as Partial<ActivityEvent>;
  return {
    id: eventId,
    kind: kinds[action]!,
    by: actor.onBehalfOf ?? actor.ref,
    time,
    reason,
    until,
    objects: objects.map(({ kind, name }) => ({ kind, name })),
  };
}
