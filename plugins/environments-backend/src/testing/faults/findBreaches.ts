import { LABEL_ENVIRONMENT } from '@sandlot/plugin-environments-node';
import { AuditLeaf } from '../../audit/AuditEvent';
import { EnvironmentRow, OperationRow } from '../../database/rows';
import { FaultEngine } from './createFaultEngine';
import type { FaultOperation } from './FaultCase';
import { expected } from './expected';

const ENDS = ['succeeded', 'failed', 'unknown'];
const APPROVAL = /^approval\./;

type Asked = Pick<FaultOperation, 'kind' | 'endsAs' | 'replicas' | 'approvals'>;

/**
 * What does not hold that must hold however often a backend died: the operation
 * is done, there is one namespace or none and all that belongs into it, and the
 * trail says everything once.
 *
 * @returns one sentence for each; empty when all is well
 */
export async function findBreaches(
  engine: FaultEngine,
  { kind, endsAs, replicas, approvals = 0 }: Asked,
  operationId: string,
): Promise<string[]> {
  const operation = (await engine.store.operations.get(operationId))!;
  const environment = (await engine.store.environments.get(
    operation.environmentId,
  ))!;
  const trail = await engine.trail(operationId);
  return [
    ...expected('the operation is', operation.state, 'Succeeded'),
    ...expected('the environment is', environment.phase, endsAs),
    ...(await findTwins(engine, environment)),
    ...(await findNamespaceBreaches(engine, environment, endsAs)),
    ...(await findSizeBreaches(engine, environment, replicas)),
    ...(await findRepetitions(engine, operation)),
    ...(await findApprovalBreaches(engine, operation, trail, approvals)),
    ...findTrailBreaches(trail, kind),
    ...findEpochBreaches(trail, environment.epoch),
  ];
}

/** Two operations of one request. */
async function findRepetitions(
  { store }: FaultEngine,
  { environmentId, kind }: OperationRow,
): Promise<string[]> {
  const all = await store.operations.listOf(environmentId);
  const same = all.filter(one => one.kind === kind);
  return expected(`operations that ${kind}:`, same.length, 1);
}

/** As many others were asked as must agree, each once, and have agreed. */
async function findApprovalBreaches(
  { store }: FaultEngine,
  { id, environmentId }: OperationRow,
  trail: AuditLeaf[],
  wanted: number,
): Promise<string[]> {
  const all = await store.approvals.ofEnvironments([environmentId]);
  const ours = all.filter(({ operationId }) => operationId === id);
  const agreed = ours.filter(
    ({ state, decisions }) => state === 'approved' && decisions.length === 1,
  );
  const told = trail
    .filter(({ action }) => APPROVAL.test(action))
    .map(({ action, stage }) => `${action} ${stage}`);
  const count = (line: string) => told.filter(one => one === line).length;
  return [
    ...expected('approvals:', ours.length, wanted),
    ...expected('approvals that were given:', agreed.length, wanted),
    ...expected('asked for:', count('approval.request requested'), wanted),
    ...expected('decided:', count('approval.decide succeeded'), wanted),
    ...expected('records of approvals:', told.length, 2 * wanted),
  ];
}

/** Two environments of one request. */
async function findTwins(
  { knex }: FaultEngine,
  { name }: EnvironmentRow,
): Promise<string[]> {
  const rows = await knex('environments').select('id').where({ name });
  return expected(`environments called ${name}:`, rows.length, 1);
}

async function findNamespaceBreaches(
  { cluster }: FaultEngine,
  environment: EnvironmentRow,
  endsAs: FaultOperation['endsAs'],
): Promise<string[]> {
  const live = (await cluster.listNamespaces()).filter(
    ({ metadata }) => metadata.labels?.[LABEL_ENVIRONMENT] === environment.id,
  );
  if (endsAs === 'Deleted') return expected('namespaces:', live.length, 0);
  const missing = await Promise.all(
    environment.manifests.map(async ({ apiVersion, kind, metadata }) => {
      const { name, namespace } = metadata;
      const found = await cluster.get({ apiVersion, kind, name, namespace });
      return found ? [] : [`${kind} ${name} is missing`];
    }),
  );
  return [
    ...expected('namespaces:', live.length, 1),
    ...expected(
      'the UID of the namespace is',
      live[0]?.metadata.uid,
      environment.namespaceUid,
    ),
    ...missing.flat(),
  ];
}

async function findSizeBreaches(
  { cluster }: FaultEngine,
  { namespace }: EnvironmentRow,
  replicas: number | undefined,
): Promise<string[]> {
  if (replicas === undefined) return [];
  const web = await cluster.get({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'web',
    namespace,
  });
  const { replicas: actual } = (web?.spec ?? {}) as { replicas?: number };
  return expected('replicas of the Deployment:', actual, replicas);
}

function findTrailBreaches(
  trail: AuditLeaf[],
  kind: FaultOperation['kind'],
): string[] {
  const count = (stage: string) =>
    trail.filter(
      record =>
        record.stage === stage && record.action === `environment.${kind}`,
    ).length;
  const calls = new Map<string, AuditLeaf[]>();
  for (const record of trail) {
    if (record.action.startsWith('kubernetes.')) {
      const key = `${describe(record)}, run ${record.attempt}`;
      calls.set(key, [...(calls.get(key) ?? []), record]);
    }
  }
  // Of each target the last word, whoever had it.
  const lastEnds = new Map(
    trail
      .filter(({ action }) => action.startsWith('kubernetes.'))
      .map(record => [describe(record), record.stage]),
  );
  // Others agree by requests of their own.
  const correlations = new Set(
    trail
      .filter(({ action }) => !APPROVAL.test(action))
      .map(({ correlationId }) => correlationId),
  );
  return [
    ...expected('records that it was requested:', count('requested'), 1),
    ...expected('records that it was authorized:', count('authorized'), 1),
    ...expected('records that it succeeded:', count('succeeded'), 1),
    ...expected('records that it failed:', count('failed'), 0),
    ...expected('correlation ids:', correlations.size, 1),
    ...[...calls].flatMap(([key, records]) => {
      const [first, ...ends] = records.map(({ stage }) => stage);
      const isWhole =
        first === 'attempt' && ends.length === 1 && ENDS.includes(ends[0]);
      return isWhole
        ? []
        : [`${key} was recorded as ${[first, ...ends].join(', ')}`];
    }),
    ...[...lastEnds]
      // What was found to be gone, or scaled, is not deleted or scaled once more.
      .filter(([key]) => /^kubernetes\.(create|apply)/.test(key))
      .flatMap(([key, stage]) =>
        expected(`${key} is at last recorded as`, stage, 'succeeded'),
      ),
  ];
}

/** Nobody writes after somebody with a higher epoch, but what had become of the earlier calls. */
function findEpochBreaches(trail: AuditLeaf[], last: number): string[] {
  let highest = 0;
  const breaches: string[] = [];
  for (const { epoch, stage } of trail) {
    if (epoch === undefined) continue;
    if (epoch < highest && stage !== 'unknown') {
      breaches.push(`a ${stage} of epoch ${epoch} after one of ${highest}`);
    }
    highest = Math.max(highest, epoch);
  }
  return highest > last
    ? [...breaches, `a record of epoch ${highest}, and the row has ${last}`]
    : breaches;
}

function describe({ action, target }: AuditLeaf): string {
  return [action, target.kind, target.name].filter(Boolean).join(' ');
}
