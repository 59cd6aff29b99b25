import { AuditLeaf } from '../../audit/AuditEvent';
import { personAccountName } from '../../access/personAccount';
import { FaultEngine } from './createFaultEngine';
import { expected } from './expected';

const ENDS = ['succeeded', 'failed', 'unknown'];

/**
 * What does not hold of the environment's one elevation, however often a backend died:
 * it was asked for once, its rights are on the cluster just while it is open, and the
 * log says everything once.
 *
 * @returns one sentence for each; empty when all is well
 */
export async function findElevationBreaches(
  engine: FaultEngine,
  environmentId: string,
  state: 'open' | 'closed',
): Promise<string[]> {
  const { knex, cluster, store } = engine;
  const { namespace } = (await store.environments.get(environmentId))!;
  const person = engine.newCaller().actor.ref;
  const name = personAccountName('elevated', person);
  const isOpen = state === 'open';
  const of = { environment_id: environmentId };
  const rows = await knex('elevations').where(of).pluck('state');
  const accounts = await knex('access_accounts').where(of).pluck('account');
  const kept = await Promise.all(
    [
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
      { apiVersion: 'v1', kind: 'ServiceAccount' },
    ].map(async type => {
      const found = await cluster.get({ ...type, name, namespace });
      return expected(`there is a ${type.kind}:`, Boolean(found), isOpen);
    }),
  );
  const leaves = await knex('audit_log').where(of).orderBy('seq');
  const trail: AuditLeaf[] = leaves
    .map(({ record }) => record)
    .filter(({ action }) => /elevation|[aA]ccess$/.test(action));
  const count = (action: string, stage: string) =>
    trail.filter(one => one.action === action && one.stage === stage).length;
  const once = (action: string, stage: string, isTrue = true) =>
    expected(`${action} ${stage}:`, count(action, stage), Number(isTrue));
  return [
    ...expected('elevations:', rows.join(), state),
    ...expected('accounts:', accounts.join(), isOpen ? name : ''),
    ...kept.flat(),
    ...once('environment.elevation.request', 'succeeded'),
    ...once('environment.elevation.decide', 'succeeded'),
    ...once('environment.elevation.close', 'succeeded', !isOpen),
    ...once('environment.revokeAccess', 'requested', !isOpen),
    ...once('environment.revokeAccess', 'authorized', !isOpen),
    ...(count('environment.access', 'succeeded') > 0
      ? []
      : ['the log has nobody who got a token']),
    ...findOpenCalls(trail),
  ];
}

/** Calls to the cluster that are not told whole: each attempt has one end, before the next one. */
function findOpenCalls(trail: AuditLeaf[]): string[] {
  const calls = new Map<string, string[]>();
  for (const { action, correlationId, target, stage } of trail) {
    if (stage !== 'attempt' && !ENDS.includes(stage)) continue;
    if (!/ccess$/.test(action)) continue;
    const key = `${action} of ${target.name}, ${correlationId}`;
    calls.set(key, [...(calls.get(key) ?? []), stage]);
  }
  return [...calls]
    .filter(
      ([, stages]) =>
        stages.length % 2 === 1 ||
        stages.some((one, at) => (at % 2 === 0) !== (one === 'attempt')),
    )
    .map(([key, stages]) => `${key} was recorded as ${stages.join(', ')}`);
}
