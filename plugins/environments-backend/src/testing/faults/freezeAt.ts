import {
  FIELD_MANAGER,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { listContent } from '../../clusters/listContent';
import { HIBERNATION_MANAGER } from '../../clusters/workloads';
import { ApiCall } from './ApiServerProxy';
import { ActiveRule } from './FaultRules';
import { PostgresCall } from './PostgresProxy';
import { Victim } from './Victim';
import { FaultEngine } from './createFaultEngine';
import { isChange, isCommit } from './faults';
import { findBreaches } from './findBreaches';
import { newSubject } from './goThrough';
import { FaultOperation } from './FaultCase';
import { monotonicNow } from './monotonicNow';
import { VictimProcess } from './victimProcess';

/** Where a worker is stopped: the call is done, and it does not hear of it until it goes on. */
export interface FreezingPlace {
  title: string;
  arm(victim: Victim, call: number, onStrike: () => void): ActiveRule;
}

/** Only of a worker's calls: before them it is a request, which nobody takes over. */
function ofWorker(
  isMeant: (sql: string) => boolean,
): (call: PostgresCall) => boolean {
  let hasBegun = false;
  return ({ sql }) => {
    hasBegun ||= /^update "operations" set .*attempt \+ 1/.test(sql);
    return hasBegun && isMeant(sql);
  };
}

const STOPPED = { kind: 'delay', milliseconds: 0 } as const;

export const freezingPlaces: FreezingPlace[] = [
  {
    title: 'when it has committed, and does nothing of what follows yet',
    arm: (victim, from, onStrike) =>
      victim.strikeDatabase({
        effect: STOPPED,
        matches: ofWorker(sql => isCommit({ sql })),
        from,
        onStrike,
      }),
  },
  {
    title: 'in the midst of a transaction',
    arm: (victim, from, onStrike) =>
      victim.strikeDatabase({
        effect: STOPPED,
        // That of the fence, at the beginning of each: the row is locked.
        matches: ofWorker(sql =>
          /^update "environments" set "updated_at"/.test(sql),
        ),
        from,
        onStrike,
      }),
  },
  {
    title: 'when it has changed the cluster, and knows nothing of it',
    arm: (victim, from, onStrike) =>
      victim.strikeApi({ effect: STOPPED, matches: isChange, from, onStrike }),
  },
];

/** Two backends with a lease that runs out in real time, and whoever sees what they have done. */
export interface FreezingLab {
  rescuer: FaultEngine;
  first: VictimProcess;
  second: VictimProcess;
}

/**
 * The first backend is stopped within the operation. When its lease has run out the second
 * one takes over and does it; then the first goes on, and comes to its end.
 *
 * @param call - of the place, from 1
 */
export async function freezeAt(
  { rescuer, first, second }: FreezingLab,
  operation: FaultOperation,
  place: FreezingPlace,
  call: number,
): Promise<{ isReached: boolean; breaches: string[] }> {
  const subject = await operation.prepare(rescuer, newSubject());
  const order = { name: operation.name, subject };
  let freeze = () => {};
  const frozen = new Promise<boolean>(resolve => {
    freeze = () => {
      first.freeze();
      resolve(true);
    };
  });
  const rule = place.arm(first, call, freeze);
  const changes: ApiCall[] = [];
  const earlier = first.letThrough.length;
  const counting = first.strikeApi({
    effect: STOPPED,
    times: 0,
    matches: one => isChange(one) && changes.push(one) > 0,
  });
  const carriedOut = first.carryOut(order).then(() => false);
  try {
    const isReached = await Promise.race([frozen, carriedOut]);
    if (!isReached) return { isReached, breaches: [] };
    await second.carryOut(order);
    const operationId = await operation.request(rescuer, subject);
    const before = await lookAt(rescuer, operationId);
    const arrived = changes.length;
    const thawedAt = monotonicNow();
    first.thaw();
    await carriedOut;
    const after = await lookAt(rescuer, operationId);
    // The signal may have come when the fence had let a change through, and it was not written yet.
    const letThrough = first.letThrough
      .slice(earlier)
      .filter(at => at < thawedAt).length;
    const late = changes.slice(arrived);
    return {
      isReached,
      breaches: [
        ...late
          .slice(Math.max(letThrough - arrived, 0))
          .map(({ method, path }) => `awake it sent ${method} ${path}`),
        ...Object.keys(after)
          .filter(what => after[what] !== before[what])
          .map(what => `awake it changed ${what}`),
        ...(await findBreaches(rescuer, operation, operationId)),
      ],
    };
  } finally {
    rule.end();
    counting.end();
    first.thaw();
    await carriedOut.catch(() => {});
  }
}

/** What an environment is in each table and on the cluster, as text that is another once it is written to. */
async function lookAt(
  { knex, cluster, store }: FaultEngine,
  operationId: string,
): Promise<Record<string, string>> {
  const { environmentId } = (await store.operations.get(operationId))!;
  const { namespace } = (await store.environments.get(environmentId))!;
  const home = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  const objects = [
    await cluster.get(home),
    ...(await listContent(cluster, namespace)),
  ];
  const ours = objects.flatMap(object => {
    const written = object ? oursOf(object) : undefined;
    return object && written
      ? [[`${object.kind} ${object.metadata.name}`, written]]
      : [];
  });
  return {
    ...(await readVersions(knex, environmentId)),
    ...Object.fromEntries(ours),
  };
}

/** Of an object what we wrote, and when; controllers write to it as well, and have pods of their own. */
function oursOf({ metadata }: KubernetesObject): string | undefined {
  const { uid, managedFields = [] } = metadata;
  const ours = (managedFields as { manager: string }[]).filter(({ manager }) =>
    [FIELD_MANAGER, HIBERNATION_MANAGER].includes(manager),
  );
  return ours.length > 0 ? JSON.stringify([uid, ours]) : undefined;
}

/** Of each table that has something of the environment: which transaction wrote which row. */
async function readVersions(
  knex: Knex,
  environmentId: string,
): Promise<Record<string, string>> {
  const { rows } = await knex.raw(
    `select table_name as name from information_schema.columns join information_schema.tables
        using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'environment_id'`,
  );
  const tables = rows.map(({ name }: { name: string }) => [
    name,
    'environment_id',
  ]);
  const versions = await Promise.all(
    [['environments', 'id'], ...tables].map(async ([table, key]) => {
      const found = await knex(table)
        .where({ [key]: environmentId })
        .select(knex.raw("concat(xmin, ' ', ctid) as version"))
        .orderBy('version');
      return [`table ${table}`, JSON.stringify(found)];
    }),
  );
  return Object.fromEntries(versions);
}
